// Plays a stored run: moves its time while it runs, and steps it.
import type { Store } from "../store";

const LEAST_FRAME_MS = 50;
const calmQuery = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the reader asked for less motion; then nothing plays by itself. */
export const calm = () => calmQuery.matches;

export class Clock {
  playing = false;
  private last = 0;
  private listeners: (() => void)[] = [];

  constructor(
    private readonly store: Store,
    private readonly duration: () => number,
  ) {
    calmQuery.addEventListener("change", () => this.pause());
  }

  /** Hears of play and pause. */
  subscribe(listener: () => void): void {
    this.listeners.push(listener);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else if (!calm()) this.play();
  }

  play(): void {
    this.playing = true;
    if (this.store.state.t_s >= this.duration()) this.store.setTime(0);
    this.last = performance.now();
    this.tell();
    requestAnimationFrame(this.frame);
  }

  pause(): void {
    this.playing = false;
    this.tell();
  }

  move(by_s: number): void {
    this.go(this.store.state.t_s + by_s);
  }

  go(t_s: number): void {
    this.store.setTime(Math.min(this.duration(), Math.max(0, t_s)));
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private readonly frame = (now: number): void => {
    if (!this.playing) return;
    if (now - this.last >= LEAST_FRAME_MS) {
      const t_s = this.store.state.t_s + ((now - this.last) / 1000) * this.store.state.speed;
      this.last = now;
      this.go(t_s);
      if (t_s >= this.duration()) {
        this.pause();
        return;
      }
    }
    requestAnimationFrame(this.frame);
  };
}
