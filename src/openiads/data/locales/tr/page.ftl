### Sayfanın sözleri, Türkçe.

## her yerde

skip = Yanıta geç
strap = Açık kaynaklardan bir benzetim
scope-title = Kapsam
copied = Kopyalandı
copy-link = Bağlantıyı kopyala
copy = Kopyala
table = Çizelge
figure = Şekil
close = Kapat
unfold = Şekli göster
export = Dışa aktar
no-source = Bunu belirten, atıf yapılabilir bir kaynak yok
simulated = açık kaynaklardan benzetim
undated = tarihsiz koşu
scenario = senaryo
at-most = {"en fazla "}
below = {"altında: "}
over = {"üstünde: "}
about = {"yaklaşık "}
to = –
keys-hint = Tuşlar: liste için ? tuşuna basın
language-switch = Sayfanın dili
partly-translated = Kısmen çevrildi; çevrilmeyenler İngilizcedir
source-count = { $n } kaynak
sources-of = Kaynaklar: { $what }
from = {" "}({ $reference } uyarınca)

## v0

v0-kicker = Yanıt
v0-yours = Sizin ayarlarınız için
v0-study = Çalışmanın yanıtı
v0-back = Çalışmanın yanıtına dön
v0-counter = Bunu ne değiştirir
v0-assumed = Yalnızca varsayılan, hiçbir kaynağın belirtmediği
v0-evidence = Yanıt neye dayanıyor
v0-copy-sentence = Cümleyi kaynağıyla kopyala
v0-controls = Ayarlar
v0-site = Yer
v0-target = Hedef
v0-altitude = Hedefin yüksekliği
v0-reference = Başlangıç düzeyi
v0-references-agl = yer üstünden
v0-references-amsl = ortalama deniz düzeyinden
v0-references-fl = uçuş seviyesi
v0-refraction = Yayılım
v0-percentiles-p10 = uzun erim, yılın yüzde 10’u
v0-percentiles-p50 = ortanca
v0-percentiles-p90 = kısa erim, yılın yüzde 10’u
v0-seen = dairenin görülen payı
v0-engage = dairenin angajman yapılabilen payı
v0-far = ilk görülme, tipik yönde
v0-low-high = hesaplanan en kısa ve en uzun radar menzili arasında
v0-nominal-only = yalnızca anma iddiaları
v0-weather-none = hava tek başına neredeyse hiç değiştirmez
v0-no-engage = bu sınıfa angajman henüz modellenmedi
v0-not-modelled = henüz modellenmedi
v0-engage-caveat = angajman radarı görür ve bir füze zamanında yetişebilir
v0-assumed-more = { $n } tane daha
v0-evidence-note = kanıt derecesine göre { $n } girdi
v0-level = iddialar üzerinde { $level } aralık
v0-bearings = on yönün dokuzunda { $lo }–{ $hi }
v0-weather = hava tek başına { $lo } ile { $hi } arasında oynatır
v0-far-caveat = görüş ve hesaplanan radar menzili{ $from } birlikte
v0-terrain = arazi derecesi { $grade }, { $name }
v0-pd = Tespit: bir taramada Pd { $pd }, Pfa { $pfa }, Swerling { $swerling }.
v0-sentence = { $altitude } yükseklikte { $target }: { $site } çevresindeki { $ring } km dairenin { $atMost }{ $share } kadarında görülür{ $interval }; tipik bir yönde ilk kez yaklaşık { $far } uzakta.
v0-nothing = { $altitude } yükseklikte { $target }: { $site } çevresindeki { $ring } km dairenin hiçbir yerinde görülmez.

## v1

v1-kicker = Daire ve gerçek
v1-title = { $altitude } yükseklikte { $target }: { $ring } km daireden { $atMost }{ $share } kalır
v1-title-ring = Genellikle çizildiği gibi daire: { $ring } km, her yükseklik, her hedef
v1-number = açık olan düzeltmelerle daireden kalan
v1-corrections = Dairenin dört düzeltmesi
v1-corrections-note = Her biri tek başına açılıp kapatılabilir.
v1-legend = İşaretler
v1-legend-hatch = görülür, angajman yapılamaz
v1-legend-engage = angajman sınırı
v1-legend-flat = Mercator haritasında düz daireler
v1-projection = Yer merkezli azimut eşit uzaklıklı: bu haritada daire dairedir.
v1-pins = Sabitlenen okumalar
v1-no-pins = Henüz yok: haritada Enter tuşuna basın.
v1-remove = Kaldır
v1-ignored = Dairenin yok saydıkları
v1-places = Yerler
v1-metrics-sight = görüşte
v1-metrics-detect = tespit edilir
v1-metrics-engage = angajman yapılabilir
v1-place-seen = görülür
v1-place-engaged = görülür, angajman yapılabilir
v1-place-hidden = görülmez

## v2

v2-kicker = Bir parti mi, iki mi
v2-a = A: birinci parti
v2-b = B: ikinciyle birlikte
v2-show-a = A’yı göster
v2-show-b = B’yi göster
v2-slide = A | B kaydır
v2-difference = Farkı göster
v2-show = Resim
v2-batch-means = «Parti» ne demek
v2-placement = İkinci yer
v2-placements-colocated = birincinin yanında
v2-placements-apart = ayrı yerde
v2-title-same-area = İkinci parti birincinin yanında daha uzağı görmez
v2-title-never = Hiç gelmezse hiçbir şey değişmez
v2-number = haritada eklenen alan
v2-unclear = belirgin fark yok
v2-no-change = değişiklik yok
v2-area-unit = km²
v2-units-km2 = km²
v2-multiples = Ölçüt ölçüt ne değişir
v2-table-caption = A ve B, eşli

## v3

v3-kicker = Dikey kesit
v3-question = Bu yönde bir hedef hangi yükseklikten sonra görülür?
v3-number = bu yönde 100 km’de görülen en alçak yükseklik
v3-bearing = Yön, derece
v3-presets = Hazır yönler
v3-terrain-label = arazi
v3-distance = yerden uzaklık, km
v3-height = deniz düzeyinden yükseklik, km
v3-tab = bir yön
v3-corridor-tab = koridor
v3-corridor-legend-none = dışarıda
v3-corridor-legend-seen = görülür
v3-corridor-legend-engage = angajman yapılabilir
v3-corridor-y = uçuş seviyesi
v3-yes = evet
v3-no = hayır

## v4

v4-kicker = Resim zaman içinde nasıl görünür

## v5

v5-kicker = Angajmanın zaman çizelgesi

## v6

v6-kicker = Sonuçlar

## capacity

capacity-kicker = Kapasite

## v8

v8-kicker = Kaynaklar
v8-title = Bunu kim söylüyor, kim başka türlü söylüyor?
v8-open = Tüm kaynaklar
v8-show-all = Tüm iddiaları göster
v8-filter-text = Ara
v8-filter-quantity = Nicelik
v8-filter-grade = Derece
v8-filter-any = herhangi
v8-conflicts = Çeliştiği iddialar
v8-fields-condition = Koşul
v8-fields-speaker = Konuşan
v8-fields-publisher = Yayımlayan
v8-fields-title = Başlık
v8-fields-date = Tarih
v8-fields-link = Bağlantı
v8-fields-grade = Derece
v8-fields-note = Not
v8-nothing = Bu süzgece uyan iddia yok.
v8-no-link = bağlantı yok

## v9

v9-belief = Teslimat için ne söyleniyor, ne kadar ağır basıyor
v9-belief-on = Yukarıda hangi gün seçilirse seçilsin, bu çalışmanın günü olan { $day } itibarıyla:
v9-witness = Tanık
v9-side = Taraf
v9-last-word = Son söz
v9-read-as = Bizim okumamız
v9-weight = Ağırlık payı
v9-says-under-way = sürmekte
v9-says-postponed = ertelenmiş
v9-contract = Hangi sözleşmeye dayandığı: aktarılır, modellenmez

## keys

keys-title = Tuşlar
keys-on = Tek tuşlu kısayollar açık
