### OpenIADS cümleleri, Türkçe. Anahtarlar ve değişkenler İngilizce katalogdakilerle aynıdır.

## Sayılar

interval =
    { $unit ->
        [share] {" "}({ $level } aralık{ $over }: %{ $low }–{ $high })
        [open] {" "}({ $level } aralık{ $over }: { $low } – { $high })
       *[other] {" "}({ $level } aralık{ $over }: { $low }–{ $high })
    }
over-claims = {", "}iddialar üzerinden
over-weather = {", "}yılın havası üzerinden
unit-points = { $n } yüzde puanı
unit-inr-million = { $n } milyon Hindistan rupisi
odds = 100’de { $n }
odds-few = 100’de 1’den az
odds-most = 100’de 99’dan çok
never = hiçbiri
never-bound = {" "}(yani { $end ->
        [yes] { $bound }
       *[no] yaklaşık { $bound }
    } altında{ $alike ->
        [yes] ; aynı inanç çekilişinin koşuları birbirine bağlıdır
       *[no] {""}
    })
always = tümü
always-bound = {" "}(yani { $end ->
        [yes] { $bound }
       *[no] yaklaşık { $bound }
    } üstünde{ $alike ->
        [yes] ; aynı inanç çekilişinin koşuları birbirine bağlıdır
       *[no] {""}
    })
unit-draws = { $n } inanç çekilişi

## Koşul ve kanıt

condition = Koşul: { $parts }.
condition-target = hedef { $words }
condition-altitude = yükseklik { $words }
condition-site = yer { $words }
condition-raid = akın { $words }
condition-terrain = arazi derecesi { $words }
condition-as-of = çalışmanın tarihi { $words }
condition-claims =
    { $kind ->
        [dated] dayandığı defter iddialarının en yenisi { $newest }
        [mixed] dayandığı defter iddialarının en yenisi { $newest }, tarihsiz olanlar { $undated }
       *[undated] dayandığı defter iddialarının tarihi yok, sayıları { $undated }
    }
condition-detecting = { $words }
detecting = tek taramada tespit olasılığı { $pd }, yanlış alarm olasılığı { $pfa }, Swerling { $swerling }; dayanak: { $beliefs }
uncited = { $radars } menzilini bilinen bir radar kesit alanında belirten, atıf yapılabilir bir kaynak yoktur.
condition-placement = ikinci parti { $words }
condition-arrival-arrives = ikinci partinin geldiği varsayılır
condition-arrival-never = ikinci partinin hiç gelmediği varsayılır
condition-arrival-as-believed = ikinci partinin gelip gelmediğine her çekiliş ayrı inanır
model-coverage = arazi üzerinde görüş ve tespit, ortanca hava
model-smooth = pürüzsüz yer, yarıçapın 4/3’ü
model-closed-form = kapalı biçimde, hiçbir çatışmadan önce
model-fight = benzetilmiş akınlar; vurma olasılıkları varsayılmış ya da iddia edilmiştir, ölçülmüş değildir
model-ledger = söylenenler; olanlar değil
model-textbook = ders kitabı formülü
evidence = Dayanağı: { $mix } girdi.
evidence-part = { $n } { $grade }
evidence-none = Hiçbir iddiaya dayanmaz.

## Hedef sınıfları

target-airliner = bir yolcu uçağı
target-bomber = bir bombardıman uçağı
target-su-30 = Su-30 sınıfı bir savaş uçağı
target-f-16 = F-16 sınıfı bir savaş uçağı
target-f-35 = F-35 sınıfı bir savaş uçağı
target-cruise-missile = bir seyir füzesi
target-stealthy-cruise = düşük görünürlüklü bir seyir füzesi
target-male-uav = orta irtifa bir insansız hava aracı
target-one-way-drone = tek yönlü bir insansız hava aracı
target-quadcopter = dört pervaneli bir hava aracı
target-ballistic = kısa menzilli bir balistik füze
target-decoy = bir aldatıcı
target-anti-radiation = radara güdümlü bir füze
target-other = { $name } sınıfından bir hedef

reach-aerodynamic = {"aerodinamik hedeflere karşı "}

## Şeridin yanıtı

at-most = {"en fazla "}
at-least = {"en az "}
v0-depth = İkinci parti ({ $meaning } olarak okunursa, { $placement }) güdüm kanallarını { $channels_a } sayısından { $channels_b } sayısına, atışa hazır füzeleri { $rounds_a } sayısından { $rounds_b } sayısına ve her birine bir salvo atılabilecek hedefleri { $raid_a } sayısından { $raid_b } sayısına çıkarır ({ $fought }); kapsanan alan eklemez: bir parti de olsa iki parti de olsa, { $altitude } yükseklikteki { $target } { $ring } dairenin { $at_most }{ $seen } kadarında tespit edilir; bu daire görüşün değil, füze menzilinin iddiasıdır.
v0-arrival-arrives = İkinci partinin değiştirdikleri, gelmesi koşuluyla anlatılır.
v0-arrival-never = İkinci partinin hiç gelmediği varsayılır; B kolu A kolunun aynısıdır.
v0-arrival-mixed =
    { $text } { $side ->
        [under-way] Her çekiliş buna inanır; ikinci partinin değiştirdikleri gelmiş gibi anlatılır.
        [postponed] Her çekiliş buna inanır; parti zamanında gelmez ve B kolu A kolunun aynısıdır.
       *[both] Her çekiliş bunlardan birine inanır, farklar ikisinin karışımıdır.
    }
belief-one-side =
    Kayıttaki hiçbir açıklama ikinci partinin geldiğini ya da hiç gelmeyeceğini söylemez. { $day ->
        [any] {""}
       *[other] { $day } gününe kadar{" "}
    }{ $n ->
        [0] kimse teslimattan söz etmez.
       *[other] teslimattan { $n } tanık söz eder ({ $who }): { $side ->
            [under-way] sürmekte
           *[postponed] ertelenmiş
        }; karşı çıkan yoktur, bu bir olasılık ölçüsü değildir.
    }
belief-two-sides =
    Kayıttaki hiçbir açıklama ikinci partinin geldiğini ya da hiç gelmeyeceğini söylemez. { $day ->
        [any] {""}
       *[other] { $day } gününe kadar{" "}
    }teslimattan söz eden { $n } tanıktan { $n_yes } tanesi sürdüğünü ({ $yes }), { $n_no } tanesi ertelendiğini ({ $no }) söyler. Ağırlığın { $share } kadarı birincidedir: tanıkların ağırlığında bir paydır, olacakların olasılığı değildir.
belief-pinned =
    Kullanıcının sabitlediği: { $who }; ikinci partinin { $side ->
        [under-way] sürmekte olduğunu söyler.
       *[postponed] ertelendiğini söyler.
    }
contract-side = { $words } ({ $who })
contract-told =
    Arkasındaki sözleşme için { $day ->
        [any] {""}
       *[other] { $day } gününe kadar{" "}
    }söylenen: { $sides }. Bu yalnızca aktarılır, hiçbir sayıyı değiştirmez.
v0-closed-form = kapalı biçimde, hiçbir çatışmadan önce
v0-fought = kapalı biçimde; benzetilen çatışmada ({ $raid }) akınların yarısında sızıntı başlayan akın boyu, hedef sayısı olarak: birinci partiyle { $first }, ikisiyle { $both }{ $clear ->
        [no] {" "}(açık bir fark yok)
       *[yes] {""}
    }
v0-more-than = { $n } üstünde
v0-fewer-than = { $n } altında
raid-aircraft-wave = tek yükseklikte bir uçak dalgası
v0-never = Hiç gelmeyen bir ikinci parti hiçbir şeyi değiştirmez: güdüm kanalları { $channels }, atışa hazır füzeler { $rounds } kalır ve { $altitude } yükseklikteki { $target } { $ring } dairenin { $at_most }{ $seen } kadarında tespit edilir; bu daire görüşün değil, füze menzilinin iddiasıdır.
v0-apart = { $where }, buna karşı { $area } tespit alanı ekler; hava koşullarıyla { $low }–{ $high } km².
v0-counter = Bu, sözcüğün anlamıyla değişir: { $others }. Neye inanıldığıyla da değişir: ne kadar değiştiğini { $command } gösterir.
v0-counter-nothing = { $meaning } diye okunursa ({ $basis }) hiçbir şey değişmez
v0-counter-read = { $claims } böyle okunabilir
v0-counter-assumed = bu bir varsayımdır, hiçbir açıklama söylemez
v0-counter-brings = { $meaning } diye okunursa { $channels } kanal getirir
v0-pinned = Kullanıcının sabitlediği: { $claims }.
v0-ground-binds = { $altitude } yükseklikte sınırı radarların gücü değil, arazi ve ufuk koyar.
v0-terrain-doubt = { $grade } dereceli arazi bu kapsamayı fazla gösterir: iki dağlık ince karoda bunun { $median } kadarı ({ $low }–{ $high }) kaldı.
v0-launchers = Ateş birimi başına { $launchers } fırlatıcı varsayılmıştır.
v0-uncited = { $radars } menzilini bilinen bir radar kesit alanında belirten, atıf yapılabilir bir kaynak yoktur; inanılanlar: { $beliefs }.
v0-uncited-radar = { $radar }
v0-uncited-belief = { $radar } için { $claim } ({ $grade }), { $rcs } m² için { $range } ({ $status })
v0-an-assumption = bir varsayım
v0-tight-share = %{ $n }
rcs-stated = belirtilmiş
rcs-class = sınıftan
rcs-assumed = varsayılmış
not-known = bilinmiyor

## Gazeteci

ring-and-sight = { $ring } rakamı, { $reach }iddia edilen füze menzilidir; { $altitude } yükseklikteki { $target } aynı yerden, tümüyle pürüzsüz bir arazide bile ilk kez yaklaşık { $first_sight } uzakta{ $first_sight_interval } görülür.
    .counter = Başka bir anten yüksekliğiyle (alınan: { $antenna }{ $antenna_interval }) ya da başka bir uçuş yüksekliğiyle değişir; gerçek arazide sırt görüşü keser, tepedeki bir yer biraz kazanır.
covered-share = { $site } yerinden bakınca, ilan edilen { $ring } dairenin { $low } yükseklikte { $at_most }{ $low_share }{ $low_share_interval }, { $high } yükseklikte { $at_most }{ $high_share }{ $high_share_interval } kadarı kapsanır (hedef: { $target }).
    .counter = Alçakta daha çok yer gizleyen ince araziyle, hedefin radar kesit alanıyla ve inanılan radar menziliyle değişir.
second-share =
    { $verdict ->
        [none] Belirgin fark yok: ikinci parti ({ $meaning }, { $placement }) { $altitude } yükseklikte { $target } için { $ring } dairenin kapsanan payını { $at_most }{ $share_a } ve { $at_most }{ $share_b } olarak bırakır (eşli fark { $change }{ $change_interval }).
       *[clear] İkinci parti ({ $meaning }, { $placement }) { $altitude } yükseklikte { $target } için { $ring } dairenin kapsanan payını { $at_most }{ $share_a } düzeyinden { $at_most }{ $share_b } düzeyine çıkarır (eşli fark { $change }{ $change_interval }).
    }
    .counter = İkinci partinin yeriyle ve sözcüğün anlamıyla değişir; birincinin yanında daha uzağı görmez.
depth-closed-form =
    { $verdict ->
        [none] Açık bir fark yok: ikinci partiyle ({ $meaning } olarak okunursa; { $placement }) her birine bir salvo atılabilecek hedef sayısı { $raid_b }{ $raid_b_interval }, onsuz { $raid_a }{ $raid_a_interval } (eşli fark { $change }{ $change_interval }).
       *[clear] İkinci parti ({ $meaning } olarak okunursa; { $placement }) her birine bir salvo atılabilecek hedef sayısını artırır: { $raid_a }{ $raid_a_interval } sayısından { $raid_b }{ $raid_b_interval } sayısına (eşli fark { $change }{ $change_interval }){ $reach ->
            [same] ; { $altitude } yükseklikteki hedefin ({ $target }) tespit edildiği alana bir şey eklemez
           *[other] {""}
        }.
    }
    .counter = İkinci partinin yeriyle ve bir ateş biriminin inanılan kanal ve hazır füze sayısıyla değişir; füzelerin ıskaladığı bir çatışma daha azını bırakır.
no-leak = Benzetilmiş { $runs } akında ({ $raiders }; karşısında { $force }; { $draws }) sızıntısız bitenler: { $share }{ $share_interval }.
    .counter = Bir füzenin vurma olasılığıyla, stoktaki füzelerin dağılımıyla ve kuvvetin ne kadar erken uyarıldığıyla değişir.
inputs = { $all } girdinin { $undisputed } tanesi tartışmasız, { $disputed } tanesi tartışmalı, { $unsourced } tanesi yalnızca atıf yapılamayan bir kaynakça belirtilmiş, { $assumed } tanesi varsayımdır.
    .counter = Varsayılanlar ve kaynağı olmayanlar için atıf yapılabilir bir kaynakla değişir.

## Havacılık

buffer = { $buffer } tampon { $kilometres } eder; { $stock ->
        [assumed] stokta olduğu varsayılan { $missiles }
       *[stated] { $missiles }
    } için kaynakların yayımladığı en büyük menzil { $low } ile { $high } arasındadır.
    .counter = Gerçekten stokta olan füzelerle değişir; bunu hiçbir kaynak belirtmez.

## Rapor ve basın paketi

report-title = Ek
report-sentences = Cümleler
report-undrafted = Bu sonuçların taşımadıkları
report-table = Sayılar
report-tables = Çizelgeler
report-comparison = «Parti» sözcüğünün her anlamı için A ve B
report-sensitivity = Duyarlılık
report-figures = Şekiller
report-seeds = Tohumlar, sürümler ve özetler
report-what = Ne
report-value = Değer
report-sources = Kaynaklar
report-scope = Çoğu kez birbiriyle çelişen açık kaynaklardan bir benzetim. Harekât planlaması, hedefleme ya da uçuş kararları için değildir.
press-title = Basın paketi
press-what = Her şekil iki yoğunlukta PNG ve SVG olarak, sayıları CSV olarak, altyazısı (.txt) ve görmeyenler için betimlemesi (.alt.txt) ile gelir. Bir sayıyı koşulu ve aralığıyla birlikte basın.
press-credit = Kaynak gösterimi
press-made = Hazırlanma tarihi
press-files = Dosyalar
