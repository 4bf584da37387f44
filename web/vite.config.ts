// Bundles the page into one HTML file: script, styles and fonts are all inlined, so that it opens from a folder.
import { defineConfig, type Plugin } from "vite";

function oneFile(): Plugin {
  return {
    name: "one-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = Object.values(bundle).find((item) => item.fileName.endsWith(".html"));
      if (page?.type !== "asset") throw new Error("no HTML in the bundle");
      let html = String(page.source);
      for (const item of Object.values(bundle)) {
        if (item === page) continue;
        if (item.type === "chunk") {
          const code = item.code.replace(/<\/(script)/gi, "<\\/$1").trimEnd();
          html = html.replace(/\s*<script type="module"[^>]*src="[^"]*"[^>]*><\/script>/, "");
          html = html.replace("</body>", () => `<script type="module">${code}</script>\n</body>`);
        } else if (item.fileName.endsWith(".css")) {
          html = html.replace(/\s*<link rel="stylesheet"[^>]*>/, () => `\n<style>${String(item.source).trimEnd()}</style>`);
        } else {
          throw new Error(`${item.fileName} was not inlined`);
        }
        delete bundle[item.fileName];
      }
      page.source = html;
      page.fileName = "page.html";
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [oneFile()],
  build: {
    target: "es2022",
    outDir: "../src/openiads/output/page",
    emptyOutDir: true,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
  },
});
