/** A name in its own script, and how it is written in an e-mail address. */
type Written = { name: string; latin: string };

/** Someone by name alone, with the language and place they would live in. */
export type Named = { name: string; latin: string; locale: string; timeZone: string };

/** Given and family names of a people; `own=latin` where the script is not Latin. */
type People = {
  locale: string;
  timeZone: string;
  given: string;
  family: string;
  /** how many of them there are */
  count?: number;
  /** what stands between family and given name where the family comes first */
  familyFirst?: "" | " ";
};

/** Grammatical gender makes some families two; those come in halves. */
const half = 5;

const peoples: People[] = [
  {
    locale: "el-GR",
    timeZone: "Europe/Athens",
    given: "Ελένη=eleni, Κατερίνα=katerina, Σοφία=sofia",
    family: "Παπαδοπούλου=papadopoulou, Νικολάου=nikolaou, Γεωργίου=georgiou",
    count: half,
  },
  {
    locale: "el-GR",
    timeZone: "Europe/Athens",
    given: "Γιώργος=giorgos, Δημήτρης=dimitris, Κώστας=kostas",
    family: "Παπαδόπουλος=papadopoulos, Αντωνίου=antoniou, Βλάχος=vlachos",
    count: half,
  },
  {
    locale: "uk-UA",
    timeZone: "Europe/Kyiv",
    given: "Олена=olena, Тарас=taras, Оксана=oksana, Андрій=andrii",
    family: "Шевченко=shevchenko, Коваленко=kovalenko, Бондаренко=bondarenko, Мельник=melnyk",
  },
  {
    locale: "bg-BG",
    timeZone: "Europe/Sofia",
    given: "Елена=elena, Мария=maria, Десислава=desislava",
    family: "Иванова=ivanova, Петрова=petrova, Димитрова=dimitrova",
    count: half,
  },
  {
    locale: "bg-BG",
    timeZone: "Europe/Sofia",
    given: "Георги=georgi, Иван=ivan, Стоян=stoyan",
    family: "Иванов=ivanov, Петров=petrov, Христов=hristov",
    count: half,
  },
  {
    locale: "sr-RS",
    timeZone: "Europe/Belgrade",
    given: "Милица=milica, Никола=nikola, Јована=jovana, Стефан=stefan",
    family: "Јовановић=jovanovic, Петровић=petrovic, Николић=nikolic, Ђорђевић=djordjevic",
  },
  {
    locale: "ar-EG",
    timeZone: "Africa/Cairo",
    given: "أحمد=ahmad, ليلى=layla, يوسف=yusuf, فاطمة=fatima",
    family: "الخطيب=alkhatib, حداد=haddad, المصري=almasri, منصور=mansour",
  },
  {
    locale: "fa-IR",
    timeZone: "Asia/Tehran",
    given: "مریم=maryam, رضا=reza, نسرین=nasrin, کاوه=kaveh",
    family: "احمدی=ahmadi, کریمی=karimi, موسوی=mousavi, رستمی=rostami",
  },
  {
    locale: "he-IL",
    timeZone: "Asia/Jerusalem",
    given: "נועה=noa, איתן=eitan, תמר=tamar, דוד=david",
    family: "כהן=cohen, לוי=levi, מזרחי=mizrahi, פרץ=peretz",
  },
  {
    locale: "zh-CN",
    timeZone: "Asia/Shanghai",
    given: "伟=wei, 秀英=xiuying, 磊=lei, 雪=xue",
    family: "王=wang, 李=li, 张=zhang, 刘=liu",
    familyFirst: "",
  },
  {
    locale: "zh-TW",
    timeZone: "Asia/Taipei",
    given: "雅婷=yating, 俊宏=junhong, 怡君=yijun, 志明=zhiming",
    family: "林=lin, 黃=huang, 吳=wu, 蔡=tsai",
    familyFirst: "",
  },
  {
    locale: "ja-JP",
    timeZone: "Asia/Tokyo",
    given: "翔太=shota, 美咲=misaki, 健一=kenichi, さくら=sakura",
    family: "佐藤=sato, 鈴木=suzuki, 高橋=takahashi, 渡辺=watanabe",
    familyFirst: " ",
  },
  {
    locale: "ko-KR",
    timeZone: "Asia/Seoul",
    given: "민준=minjun, 서연=seoyeon, 지우=jiwoo, 하은=haeun",
    family: "김=kim, 이=lee, 박=park, 최=choi",
    familyFirst: "",
  },
  {
    locale: "hi-IN",
    timeZone: "Asia/Kolkata",
    given: "प्रिया=priya, आरव=aarav, अनन्या=ananya, रोहन=rohan",
    family: "शर्मा=sharma, वर्मा=verma, गुप्ता=gupta, पटेल=patel",
  },
  {
    locale: "bn-BD",
    timeZone: "Asia/Dhaka",
    given: "রহিমা=rahima, তানভীর=tanvir, নাসরিন=nasrin, আরিফ=arif",
    family: "হোসেন=hossain, রহমান=rahman, চৌধুরী=chowdhury, ইসলাম=islam",
  },
  {
    locale: "ta-LK",
    timeZone: "Asia/Colombo",
    given: "கவிதா=kavitha, முருகன்=murugan, மீனா=meena, குமார்=kumar",
    family: "ராஜா=raja, செல்வம்=selvam, நாதன்=nathan, சிவம்=sivam",
  },
  {
    locale: "th-TH",
    timeZone: "Asia/Bangkok",
    given: "สมชาย=somchai, มาลี=malee, ณัฐพล=nattapon, พิมพ์ชนก=pimchanok",
    family: "ใจดี=jaidee, ศรีสุข=srisuk, ทองคำ=thongkham, วงศ์ไทย=wongthai",
  },
  {
    locale: "km-KH",
    timeZone: "Asia/Phnom_Penh",
    given: "សុខា=sokha, ដារ៉ា=dara, បុប្ផា=bopha",
    family: "ចាន់=chan, សុខ=sok, ហេង=heng",
    count: half,
    familyFirst: " ",
  },
  {
    locale: "ka-GE",
    timeZone: "Asia/Tbilisi",
    given: "ნინო=nino, გიორგი=giorgi, თამარ=tamar, ლევან=levan",
    family: "ბერიძე=beridze, კაპანაძე=kapanadze, მაისურაძე=maisuradze, გელაშვილი=gelashvili",
  },
  {
    locale: "hy-AM",
    timeZone: "Asia/Yerevan",
    given: "Անի=ani, Արամ=aram, Նարե=nare, Տիգրան=tigran",
    family: "Պետրոսյան=petrosyan, Հակոբյան=hakobyan, Սարգսյան=sargsyan, Գրիգորյան=grigoryan",
  },
  {
    locale: "am-ET",
    timeZone: "Africa/Addis_Ababa",
    given: "አበበ=abebe, ሰላም=selam, ዳዊት=dawit, ሄለን=helen",
    family: "ተስፋዬ=tesfaye, ከበደ=kebede, አለሙ=alemu, በቀለ=bekele",
  },
  {
    locale: "vi-VN",
    timeZone: "Asia/Ho_Chi_Minh",
    given: "Minh Anh, Thị Hương, Quốc Bảo, Thu Hà",
    family: "Nguyễn, Trần, Lê, Phạm",
    familyFirst: " ",
  },
  {
    locale: "pl-PL",
    timeZone: "Europe/Warsaw",
    given: "Małgorzata, Agnieszka, Bożena",
    family: "Kowalska, Wiśniewska, Zielińska",
    count: half,
  },
  {
    locale: "pl-PL",
    timeZone: "Europe/Warsaw",
    given: "Paweł, Łukasz, Grzegorz",
    family: "Nowak, Dąbrowski, Szymański",
    count: half,
  },
  {
    locale: "cs-CZ",
    timeZone: "Europe/Prague",
    given: "Lenka, Kateřina, Zdeňka",
    family: "Dvořáková, Černá, Procházková",
    count: half,
  },
  {
    locale: "cs-CZ",
    timeZone: "Europe/Prague",
    given: "Jiří, Ondřej, Tomáš",
    family: "Dvořák, Černý, Svoboda",
    count: half,
  },
  {
    locale: "hu-HU",
    timeZone: "Europe/Budapest",
    given: "Zsófia, László, Eszter, Gergő",
    family: "Kovács, Szabó, Tóth, Nagy",
    familyFirst: " ",
  },
  {
    locale: "tr-TR",
    timeZone: "Europe/Istanbul",
    given: "Ayşe, Mehmet, Çağla, Oğuz",
    family: "Yılmaz, Öztürk, Şahin, Güneş",
  },
  {
    locale: "is-IS",
    timeZone: "Atlantic/Reykjavik",
    given: "Guðrún, Sigríður, Þórdís",
    family: "Jónsdóttir, Björnsdóttir, Ólafsdóttir",
    count: half,
  },
  {
    locale: "ga-IE",
    timeZone: "Europe/Dublin",
    given: "Seán, Pádraig, Séamus",
    family: "Ó Briain, Ó Súilleabháin, Mac Cárthaigh",
    count: half,
  },
  {
    locale: "de-AT",
    timeZone: "Europe/Vienna",
    given: "Jürgen, Käthe, Jörg, Anneliese",
    family: "Müller, Schröder, Weiß, Größing",
  },
  {
    locale: "fr-FR",
    timeZone: "Europe/Paris",
    given: "Zoé, François, Héloïse, Jérôme",
    family: "Lefèvre, Gauthier, Bérenger, d’Aubigné",
  },
  {
    locale: "es-MX",
    timeZone: "America/Mexico_City",
    given: "José, Lucía, Íñigo, Begoña",
    family: "García Núñez, Ibáñez, Peña, Velázquez",
  },
  {
    locale: "pt-BR",
    timeZone: "America/Sao_Paulo",
    given: "João, Inês, Antônio, Beatriz",
    family: "Gonçalves, Araújo, Magalhães, Simões",
  },
  {
    locale: "nb-NO",
    timeZone: "Europe/Oslo",
    given: "Bjørn, Åse, Håkon, Synnøve",
    family: "Sørensen, Ødegård, Bjørnstad, Åkesson",
  },
  {
    locale: "fi-FI",
    timeZone: "Europe/Helsinki",
    given: "Päivi, Väinö, Aino, Jyrki",
    family: "Mäkinen, Hämäläinen, Väisänen, Yrjölä",
  },
  {
    locale: "yo-NG",
    timeZone: "Africa/Lagos",
    given: "Adébáyọ̀, Fọláṣadé, Olúwaṣeun, Títílayọ̀",
    family: "Adéyẹmí, Ọláníyan, Ògúnlẹ́yẹ, Akíntọ́lá",
  },
  {
    locale: "en-GB",
    timeZone: "Europe/London",
    given: "Grace, Samuel, Amelia, Theo",
    family: "O’Connor, Taylor-Brown, Whitfield, Hughes",
  },
];

/** Some three hundred people, in many scripts, always the same. */
export function crowd(): Named[] {
  return peoples.flatMap(({ locale, timeZone, given, family, count = 10, familyFirst }) => {
    const givens = written(given);
    const families = written(family);
    return Array.from({ length: count }, (_, index) => {
      const own = givens[index % givens.length]!;
      const theirs = families[(index + Math.floor(index / givens.length)) % families.length]!;
      return {
        name:
          familyFirst === undefined
            ? `${own.name} ${theirs.name}`
            : `${theirs.name}${familyFirst}${own.name}`,
        latin: `${own.latin}.${theirs.latin}`,
        locale,
        timeZone,
      };
    });
  });
}

const written = (list: string): Written[] =>
  list.split(", ").map((one) => {
    const [name = "", latin] = one.split("=");
    return { name, latin: latin ?? inLatin(name) };
  });

const letters: Record<string, string> = {
  ł: "l",
  ø: "o",
  ð: "d",
  þ: "th",
  ß: "ss",
  ı: "i",
  đ: "d",
  æ: "ae",
};

const inLatin = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[łøðþßıđæ]/g, (letter) => letters[letter]!)
    .normalize("NFD")
    .replaceAll(/[^a-z]/g, "");
