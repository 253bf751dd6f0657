"""Words around names, folded: titles, letters after a name, particles, connectives, and words no person is called."""

from __future__ import annotations


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


TITLES = _words(
    "mr mrs ms miss mx dr dre prof profa professor professeur professeure professora profesor profesora",
    "sir madam mme mlle",
    "mmes mm maitre me monsieur madame mademoiselle herr frau fraulein dipl ing em diplom ingenieur eng",
    "engr er arq arch",
    "arquitecto arquitecta lic licda licdo licenciado licenciada abg abog abogado abogada mtro mtra mag",
    "magister msc bsc phd",
    "mba llm adv advocate atty attorney ca cs cma cpa cp psic sr sra srta sres dra drs ir mw dhr sig",
    "sigra dott dottssa",
    "dottoressa dottore avv avvocato rag geom on hon honorable rev reverend pastor fr father sister",
    "brother rabbi imam deacon",
    "bishop archbishop cardinal pfarrer capt captain cpt col colonel lt ltcol ltc lieutenant maj gen",
    "general brig brigadier sgt",
    "sergeant cpl corporal pvt cdr cmdr commander adm admiral wg cdt commandant capitaine sqn ssgt msgt",
    "sfc officer shri shree",
    "smt kum ku pandit pt swami justice senator sen rep gov governor ambassador amb president pres",
    "minister min dean-emeritus vet",
    "rn md-phd dds dvm med rer nat habil hc jur phil iur oec pol univ mgr bc judr mudr phdr rndr mvdr",
    "paeddr doc csc ddr mag-fh",
    "bay bayan av avukat doktor docent docteur hr fru frk adj asst assoc associate emeritus sheikh shaykh",
    "sheik cheikh ustad",
    "ustadh maulana mawlana moulana haji hajji hajj datuk dato datin puan encik khun lord lady dame comte",
    "comtesse graf grafin",
    "freiherr freifrau baronin exmo exma ilmo ilma engo enga engenheiro engenheira ingeniero",
    "ingeniera doctor doctora",
    "д-р др г-н г-жа проф доц акад инж адв кандидат δρ κος κα καθ דר פרופ עוד मर श्री श्रीमती डॉ सुश्री",
    "प्रो ดร นาย นาง นางสาว คุณ د دكتور الدكتور دكتورة الدكتورة",
    "السيد السيدة مهندس المهندس م أ أستاذ الأستاذ دکتر مهندسة آقای خانم ডা ডঃ ড திரு திருமதி டாக்டர்",
)
"""Said before a name; with or without points."""

AFTER_NAMES = _words(
    "phd dphil md do dds dmd dvm mba emba msc ms ma ba bsc bs be btech mtech bcom mcom bca mca bba mphil",
    "med edd ded llb llm jd esq",
    "cpa cfa frm cma acca fcca aca fca cima ca cs pmp pmi-acp csm cspo safe psm prince2 itil cissp cisa",
    "cism ceh ccna ccnp",
    "pe peng ceng ing eur rn bsn msn np pa-c lcsw lmft ncc lpc mph mpa mpp mfa mdiv dmin dba jr sr ii iii",
    "iv junior senior filho",
    "neto phr sphr shrm-cp shrm-scp shrm gphr cipd fcipd mcipd acsi cebs clu chfc cfp ea mai leed ap aia",
    "riba frics mrics frsa fhea",
    "frcs frcp mbbs mbchb obe mbe cbe kbe qc kc jp ret dr prof dipl dott dpt otr ccc-slp mcse aws cpcu",
    "cip acii fcii cia crisc",
    "she her hers he him his they them theirs elle il iel sie er ella el",
)
"""Letters and words that follow a name and are no part of it."""

PARTICLES = _words(
    "van von vom zu zum zur de del della delle dei degli di da do das dos du des der den het ten ter te",
    "la le les lo los las el",
    "al as ar at abu abou aboul abul umm oum um ibn bin binti bint ben-al bou ould abd abdel abdul abdal",
    "abdoul mac mc o ó ap fitz",
    "st saint san santa santo sainte dela delos vander vanden vande af av zer y e i und et and ait nic ni",
    "ui mhic dar dal",
    "ter op ze the d l ال بن ابن أبو ابو أم ام بنت آل عبد בן בת",
)
"""Parts of family names, and of names made of several words: never a first name by themselves."""

PREFIXES = _words(
    "md mohd muhd mohmd mohd. mhd sk sk. mst mosammat mst. sri siti nurul wan nik tengku tunku",
    "raja-muda che ku puteri putera",
    "syed said-al sayyid sayyed seyed seyyed sayed-al mir mirza begum bibi shaikh shaykha ma ma. u daw ko",
    "maung saw sai nang naw",
    "i ni ida gusti made wayan ketut nyoman putu kadek komang raden tenzin haile gebre gabre tekle wolde",
    "welde kidane hadji",
    "die das the my our your we new best top open happy hello hi hey dear test",
    "tan thi abdur abdus abdool allah ala'a-d xy na n/a test-user سيد السيدة-x نور سيده मो मोहम्मद মো মোঃ",
    "মোসা মোছাঃ",
)
"""Words that stand before the name somebody is called by, or are half of it."""

TITLE_OR_NAME = _words(
    "dean major prince princess duke earl marshall judge king queen baron count don dona sultan raja rani",
    "amir malik emir shah",
    "begum guru pope abbot chief master consul chancellor squire marquis",
    "maestro maestra barrister solicitor nurse matron coach chef teacher trainer uncle aunt auntie tante",
    "onkel oncle tonton brother mother padre madre frere soeur hajiya hajia alhaji alhaja hadj haj oum sidi",
    "lalla lala moulay mufti ayatollah sayed sayyed seyed seyyed agha aga khanom hanim bey pasha efendi",
    "hoca mirza nawab sultana sardar sardarni sirdar thakur kunwar kanwar maharaja maharani maharana rana",
    "rai bhai kumari kazi qazi mahatma acharya tuan tun tengku tunku toh cik che wan nik anak cokorda",
    "desak dewa gusti raden kyai nyai nyi mbak mas kak abang pak ibu bapak daw thakin ashin lama rinpoche",
    "geshe ras abba emahoy ato weizero woizero prinz prinzessin freiherr freifrau baronin baronesse baronne",
    "duchess viscount viscountess countess marchioness saint san santa coadjutor provost",
)
"""Titles that are also first names, and what may be a title where one does not know."""
CALLED_SO = _words("dean prince earl duke don marshall sultan raja rani amir malik major emir marquis")
"""Those of ``TITLE_OR_NAME`` that are first names often enough."""

JOINING = _words(
    "and und et og och oder or with mit avec con ou oraz ja ve eta и та й та و עם और এবং en samt plus bei",
    "at for pour für by feat vs",
)
"""Words between two people, or between a person and a company."""
JOINING_FAMILIES = _words("y e i")
"""Words that join two people, or the two family names of one."""

COMPANY = _words(
    "gmbh mbh ug ohg kg kgaa ltd limited llc llp inc incorporated corp corporation plc sarl sas sasu eurl",
    "srl spa bv nv aps oyj oy",
    "sprl asbl ev pty pvt sdn bhd ltda eireli sro doo zoo kft zrt nyrt ooo oao tov group groupe gruppe",
    "grupo gruppo team teams equipe",
    "equipo squad company companies compagnie consulting consultants consultancy conseil beratung",
    "solutions services service",
    "studio studios agency agence agentur agencia university universite universitat universidad",
    "universita institute institut instituto",
    "foundation fondation stiftung fundacion association verein society societe gesellschaft network",
    "networks partners partner holding",
    "holdings ventures technologies technology tech digital media marketing recruiting recruitment",
    "staffing hiring jobs careers",
    "career academy akademie academie school schule ecole escuela college hotel restaurant hospital",
    "clinic klinik clinique store",
    "shop boutique official support info admin office family familie famille familia fam friends freunde",
    "amis amigos international",
    "worldwide coaching training trainings events design designs photography fotografie photographie",
    "immobilien immobilier realty",
    "insurance versicherung assurance engineering industries industry systems software logistics trading",
    "enterprises enterprise",
    "production productions publishing verlag editions magazine news radio podcast community committee",
    "council ministry embassy",
    "department division chapter alumni linkedin member members mitglied membre miembro membro user",
    "utilisateur usuario benutzer",
    "anonymous anonyme account profile profil deleted unknown inconnu couple ehepaar eheleute geschwister",
    "brothers sisters bros sons",
    "fils sohne freres hermanos enterprise bakery baeckerei boulangerie pharmacy apotheke pharmacie",
    "kanzlei praxis cabinet law lawyers",
    "attorneys advocates research laboratory laboratories labs lab festival orchestra ensemble choir band",
    "duo trio airline airlines",
    "شركة مؤسسة مجموعة جمعية компания группа ооо команда ταιρεια εταιρεια חברת צוות कंपनी บริษัท კომპანია",
)
"""A name with one of these is no single person's."""
COMPANY_ENDINGS = _words("ag sa ab as sl se co cie kk ac eg gbr asa ood eood ead ad")
"""The same, at the end of a name only."""
MAYBE_COMPANY = _words(
    "church bank club capital global center centre centro zentrum world art arts music health fitness yoga",
    "travel cafe bar food fashion beauty kitchen power energy green blue data cloud smart project",
    "projects projekt projet business",
    "city county town village island",
    "hr recruiter coach coaches ceo cto cfo coo cmo cio founder cofounder co-founder chef trainer",
    "freelance freelancer talent sales",
    "manager director consultant consulent berater conseiller consultora speaker author writer editor",
    "journalist artist designer",
    "developer engineer expert specialist analyst broker realtor agent lead leader head owner",
    "entrepreneur student photographer",
    "life executive product personal virtual assistant",
)
"""Words of companies and of jobs that some people are called by: what is known as a first name only counts then."""

MAIDEN = _words("nee ne geb geborene born formerly aka alias dit dite genannt gen nata a/k/a roz")
"""After one of these another name of the same person follows."""

_PAIRS = {
    "jean": "luc pierre marc paul claude francois michel philippe jacques louis yves baptiste christophe"
    " marie rene bernard charles daniel denis noel sebastien david robert guillaume christian",
    "marie": "claire christine france helene laure louise pierre therese claude ange jose josee noelle"
    " odile paule anne",
    "anne": "marie sophie laure claire charlotte cecile lise catherine helene",
    "maria": "jose luisa teresa elena cristina isabel clara joao eduarda helena ines antonia fernanda"
    " victoria laura pilar carmen elisa beatriz eugenia dolores alice rita grazia rosaria",
    "mary": "ann anne jane beth lou kate jo ellen",
    "jose": "luis maria manuel antonio carlos miguel ramon angel ignacio francisco javier eduardo alberto",
    "juan": "carlos jose manuel pablo antonio luis miguel ignacio francisco david diego pedro sebastian",
    "luis": "miguel alberto fernando enrique angel carlos felipe eduardo",
    "ana": "maria isabel paula luisa lucia rosa beatriz cristina carolina belen sofia clara rita carla",
    "carlos": "alberto eduardo enrique",
    "miguel": "angel",
    "joao": "pedro paulo carlos miguel vitor victor",
    "pedro": "henrique paulo luis pablo",
    "luiz": "carlos fernando henrique felipe gustavo eduardo",
    "rosa": "maria",
    "karl": "heinz",
    "hans": "peter jurgen joachim",
    "anna": "maria lena",
    "eva": "maria lena",
    "gian": "luca marco carlo piero paolo",
    "pier": "luigi paolo giorgio",
}
PAIRS = frozenset((head, second) for head, seconds in _PAIRS.items() for second in seconds.split())
"""First names of two words: with a family name behind them both are said."""
HALVES = frozenset(_PAIRS)
"""First names that are as often half of a longer one."""
DEVOTIONS = _words(
    "carmen pilar rosario dolores mercedes lourdes fatima conceicao concepcion jesus graca gracia luz",
    "socorro mar rocio gloria",
    "guadalupe angeles nieves remedios soledad consuelo paz sagrado ceu ceo carmo penha ajuda aparecida",
    "fe cruz anjos",
)
"""What follows ``María del`` in a first name."""
AFTER_BEN = _words(
    "salah ali ahmed amor youssef mohamed salem said romdhane slimane abdallah achour hassine khalifa",
    "mansour moussa brahim fraj",
    "othman hamida hamadi younes yahia aissa naceur jemaa jelloun rejeb dhia mahmoud miled nasr taieb",
    "david ami haim shimon yosef zvi ezra",
)
"""What follows Ben where that is no first name but "son of"."""
MOSTLY_FAMILIES = _words(
    "yilmaz yildirim aydin ozkan polat cetin kaya aslan kurt bulut uslu tekin hussain murphy williams",
    "evans davis roberts kamau otieno achieng akinyi",
)
"""Names that are first names too, but seldom."""
FATHERS = _words("bin binti bint ibn binte")
"""A father's name follows: what stands before is the person's own."""
COMPOUND_SECONDS = _words(
    "eddine eldin el-din aldin al-din uddin ud-din ul ur ullah allah ulhaq din ed-dine addin الدين الله",
    "الرحمن الرحيم العزيز القادر الكريم",
)
"""The second half of an Arabic first name."""
