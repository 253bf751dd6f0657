"""First names."""

from __future__ import annotations

GIVEN = frozenset(
    """
aakash aaliyah aarav aarti aayushi abbas abby abdulkadir abeba abebe abeer abena abhijeet abhijit abhilash abhinav
abhishek abigail abir achal achilleas achim ada adaeze adanna adela adelaide adele adelheid adelia adeline adem ademir
adi adina aditi aditya adnan adolfo adrian adriana adrianna adrien adwoa afia afife afonso afrim afroditi afroza
afsana afsaneh afshin agata agatha agathe agim agne agnes agnese agneta agnieszka agostinho agris agron agus agust
agustina ahlam ahmet ahoo ahuva aicha aida aidan aidana aiden aigars aigerim aija aikaterini aiko aileen aili ailsa
aime aimee aina ainara ainars ainhoa aino ainur aisha aishah aissatou aiste aisulu aitana aitor aivars aive aizhan
ajay ajit akane akanksha akari akash akemi akerke akhil aki akihiro akiko akio akira akmaral akosua akshara akshay
akua akvile ala'a alaa alain alana alban albana albane alberto albina aldis aldona alejandra alejandro aleksa
aleksandar aleksandr aleksandra aleksandur aleksei aleksey alemayehu alemitu alena alessandra alessandro alessia
alessio alev alexandra alexandre alexandrine alexandros alexandru alexei alexey alexia alfie alfredo algirdas algis
alice alicia alicja alin alina aline alioune alireza alisa alison alix aliya alizee alka alketa alla allison alma
almaz almudena almut aloisio alok alon alondra alper alphonse altan altin altynay alva alvaro alvis alvydas alyona
alyssa alzbeta ama amadou amahle amaia amal amalia amanda amandine amani amany amar amarachi amare amaya amber ambra
amelia amelie amer ameyo amina aminata amir-hossein amira amirali amirhossein amit amita amitabh amna amnon amogelang
amol amparo amra amrita amruta amy ana ana-maria anabel anabela anaelle anahit anahita anais analia analyn anamika
ananya anas anastasia anastasiia anastasija anastasios anastasis anastasiya anat anatolii anatoly anaya anbarasi anbu
anca anca-maria ander anders andi andra andrea andreas andree andreea andrei andreia andrej andressa andrey andrija
andris andrius andriy andrzej andy ane aneela anelia anesu aneta anete anett anette anezka anfisa angad ange angela
angeles angelica angelika angeliki angelina angelique angharad angus ani anica aniceto aniela aniket aniko anil
anirudh anisha anissa anita anitha anja anjali anju anka anke ankit ankita ankur anmol ann anna anna-maria annabel
annabelle annalisa annamaria annapurna annarita anne anne-laure anne-marie anne-sophie annegret anneke anneli annelie
annelies anneliese annemarie annette anni annick annie anniina annika anong anouk anouschka anshul anshuman antanas
ante antje antoinette antonella antonia antonieta antonietta antonija antonin antonina antonio antonis antra ants
antti anu anubhav anuj anum anupam anupama anuradha anurag anusha anushka anwara anyango aoife aparecida aparna apinya
apolline apoorva apostolos april ara araceli arailym aram arantxa aras arash araya arben archana archie archil archita
arda ardeshir ardian ardita areej areg areti arev arezoo argyris argyro ariana ariane arianna ariel arik arina aris
aristea aristotelis arjan arjun arkadiusz arkady arlene arlete arlyn arman armand armando armelle armen armend armin
armine armita arna arnaldo arnau arnaud arnav arnis arpan arpi arpine arpita arsen arseniy arta artak artan artem
artemis arto artur arturas arturo arturs artyom arun aruna arunas arundhati arushi aruzhan arvid arvind arvo arwa arya
arzu asa asami asbjorn asdis asel asem asen asgeir asha ashima ashish ashkan ashleigh ashok ashot ashutosh ashwin
ashwini asier asifa asimina askar aslaug asli asma asmaa asmita aspasia assaf assel assia assunta asta aster astghik
astrid asuka asuman aswathi asya atakan atara atefeh athanasia athanasios athina athira atieno atilla atousa atsuko
atsushi attila atul aud aude augusto aurel aurelia aurelie aurelien aurelija aurelio auriane aurora ausma ausra
austeja ava avani avantika avi aviad avigail avihai avinash avishai avital aviva avner avni avtandil awa awino axel
axelle aya ayaka ayako ayala ayame ayana ayanda ayca aydan ayelet ayesha ayfer aygul aygun aykut ayla ayman aynura
ayoub ayse aysegul aysel aysu aysun aytac aytek ayten ayumi ayush ayushi azadeh azamat azar azat azita aziza azucena
azusa azzurra babajide babak babatunde babita bader badr badri bahaa bahar bahareh bahman bahram baiba bakyt bakytzhan
bala balaji bambang banafsheh baptiste baraa barbara barbora bardhyl baris bart bartek bartlomiej bartosz bas bashkim
bassam bassem bastian bastien batsheva batuhan batya batyr baurzhan bayan bayu bea beata beate beatrice beatriz
begimay begona begum behnam behnaz behrouz behzad beka bekim bela belen belgin belinda belkis bella benat benedetta
benedicte benedita bengt benita benji benny benoit bente berangere berhane berit berk berkay bermet berna bernadeta
bernadett bernadette bernardo bernd bernice berrak berta bertha bertille besa besart besim besnik betelhem bethany
bettina betty betul beverley beyza bhagyashree bhairavi bharat bharath bharati bharti bhavana bhavesh bhavika bhavin
bhavna bhavya bhoomika bhumika bhupendra bhushan bia biagio bianca bibek bice bidhya bidzina biel bijan bilal bilge
bill bilyana bina bindu bineta binita binta bipana birgit birgitta birgitte birgul birna birte birtukan biruta birute
bishal bita bjarne bjoern bjork bjorn blagovest blanca blandine blanka blazej blerim blerina blerta bo bob bobby
bogdana boglarka bogumila boguslaw boguslawa bohdan bohumil bohumila bohuslav boipelo bojan bojana bolanle bongani
bonnie bontle borbala borge borislav borislava borivoj borka borut boryana botagoz boubacar bouchra boutheina boyan
bozena bozidar bracha bram brandi branimir branislav branka brankica branko breanna brenda brendan bretislav brianna
bridget brigitta brigitte britt britta brittany bronwen bruna brune brunna bryce bryndis brynhild budi bugra buhle
bujar bukola burak burcak burcin burcu burkhard buse bushra busi busisiwe busra cagatay cagla caglar cagri caio
caitlin caleb camelia camila camilla camille candace candela candice cansin cansu caoimhe capucine caridad carina
carine carla carles carlijn carlos carlota carlotta carme carmela carmen carmine carol carola carole carolin carolina
caroline carolyn carrie carsten carys cassandre cassia catalin catalina caterina catherine cathy catia catriona
cayetana cecile cecilia cecilie celeste celestine celia celina celine celso cem cemal cemile cengiz ceren cesar ceyda
ceyhun cezary chad chaim chaima chaitanya chaitra chamari chana chandan chandni chandrika chantal chara charalampos
charis charlene charline charlotte charu charulata chathura chava chelsea cherry cheryl chetan chetana chhaya chiamaka
chiara chidi chidinma chie chiedza chieko chiharu chihiro chika chikako chinedu chinenye chinwe chinyere chioma chipo
chirag chisato chithra chitra chiyo chizuko chloe cholpon chris christa christel christelle christiane christina
christine christophe christopher christos christy chrysa chrysanthi chrysoula chukwudi chukwuemeka ciara cibele cihan
cillian cindy cinthia cintia cinzia ciprian ciro citra claire clara clarice clarissa claudete claudette claudia
claudine claudio claudiu clea cleide clelia clemence clementine clothilde clotilde codrin codruta cody coen colette
colin coline colleen come conceicao concepcion concetta connie connor conor constance constantin constanze consuelo
coralie cordula corentin corey corina corinna corinne cornelia corneliu corrado cosimo cosmin costanza costel costin
coumba cristian cristiana cristiane cristiano cristina cristobal crystal csaba csenge csilla cynthia cyprien cyril
cyrille czeslaw d'angelo d'arcy daan dace dafna dafydd dag dagmar dagmara daichi daiga daiki daina dainis dainius
daisuke daisy daiva dalal dalia dalibor dalila dalma damien damini damir damjan damla damon dan dana danae danica
daniela danielle danijela danilo danit daniyar danko danuta danute daphne dardan daria darija darina darius dariush
dariusz darko darnell darren darryl darshan darshana darya daryna dasha dato dauren dave davide davit davor davorin
dawid dawit dayana deandre deanna debbie debebe debora deborah debra declan dedi deepa deepak deepali deepika deepti
defne deimante deise deividas dejan delaram delia delphine demba denilson denisa denise denys derek derya deshawn
desislava desmond despina dessislava desta destiny detelina detlef devang devansh devendra devika dewi dezso
dhanalakshmi dhananjay dhanashree dhara dharmendra dharmesh dhaval dhruv dhwani diaa dian diana diane didem didier
didzis diego diellza dieter dietmar dijana dikla dilan dilara dilek dilfuza dilini dilip dilnoza dilrukshi dilshod
dilys dimitra dimitrina dimitrios dimitris dimple dina dinara dinesh dinithi diogo dionysis dipak dipali dipika dipti
dirk dirkje disha ditte divina divya diya diyora djalma djeneba dmitri dmitrii dmitriy dmitry dmytro doaa dobromir
doina dolores domagoj domenica dominic dominik dominika don donatas donatella donia donna dora doreen dorin dorina
doris dorit dorota dorothea dorothee dorothy dorottya doru doug dougal dov dragan dragana dragica drago dragos
dragoslav drahomira drazen drita driton dror dubravka dubravko dulanjali dulce duncan dunja durgesh dusan dusko dustin
duygu dwayne dwi dwight dylan dzenana dzintars dzintra eamonn ebba ebele ebenezer eberhard ebony ebrahim ebru ebtisam
ecaterina ece ecem ed eddie edeltraud eden eder edgars edi edilson edin edina edit edita edith edivaldo edlira
edmilson edmond edna edoardo edona edouard edson edu eduarda eduardo eduards edurne edvard edwige edyta eefje eero
eetu efe effie efi efrat efstathios eftychia efua egils egita egle egon egzon eha ehsan ehud eider eiichi eija eiji
eike eila eileen eilidh eimantas einar einat einav eirian eirini eka ekaterina ekaterine ekene ekin eko ekow ekta ela
elad elaheh elaine elba elchin elcin eldar elea eleanor eleftheria eleftherios elena eleni eleonora eleonore elettra
elfriede elham eliana eliane eliezer elif elin elina eline elinor elira eliraz elisa elisabet elisabeth elisabetta
elisangela elisavet elise eliseu eliska eliso elita elitsa elizabeth elizaveta elke ella ellen elli ellie ellinor
elliot elmira elnaz elnur elodie eloisa eloise elona els elsa elsbeth elsie elske eluned elvan elvana elvira elza
elzbieta ema emad eman emanuela emanuele embla emeka emelie emeline emi emiko emil emilia emiliano emilie emilien
emilija emilio emiliya emily emina emine emir emma emmanouil emmanuelle emmi emrah emre emyr encarnacion endang ender
eneko enes eniko enkelejda enrica enrico enrique enriqueta enver enzo eoghan eran erandi ercan erdal erdem erez erhan
eri eric erica erik erika eriko erin erjon erlinda ermal ermanno ermira erna ernesta ernestina ernesto ersin ertan
ertugrul erwan eryk erzsebet esa eshe esi esin eskil eslem esma esmee esmeralda espen esperanza esra esraa estefania
estela estelle esther esti estibaliz eszter etelka eteri ethan ethel eti etienne etsuko ettore eugen eugenia eugenie
eugenio eulalia eunice eva eva-lena evan evangelia evangelina evangeline evangelos evanthia evdokia eve eveliina
evelin evelyn evelyne evgenia evgenii evgeniy evgeniya evgeny evi evija evita evren evy evzen ewa ewan ewelina eyal
eyerusalem eyglo ezgi ezhil ezinne fabiana fabiano fabien fabienne fabiola fabrice fabricio fabrizia fabrizio fadi
fadia fadime fadumo fadwa faith faiza fajar falguni fani fanny fanta farai fares farhad farhana fariba farideh fariha
farnaz farshad farzad farzana farzaneh fatema fatemeh faten fathia fatih fatiha fatima fatin fatma fatmir fatos fatou
fatoumata faustine fawzia fay fayrouz federica federico fedor felicia felicidad felicie felicitas felipe felisa femke
ferdinando ferenc fereshteh ferhat feride fernanda fernando ferran ferry feruza feven feyza ffion fidan figen fikile
fikre fikret filipa filipe filippo filiz filomena finn fiona fionn fiorella firas firouzeh fisnik fitri flaminia
flamur flavia flavie flavio fleur floor flor flora florence florencia florent florentina florian florin florina
florine floris folake folasade forough fosca foteini fotini fotis fozia franca france frances francesca francesco
francine francisca francisco franciszek franck franjo frantisek franziska frauke fred freda freddie frederic
frederique fredrik freek freja freya frida fruzsina fulya fumiko fumio fumnanya funda funke funmi funmilayo furkan
fyodor gabi gabija gabor gabriela gabriele gabriella gabrielle gadi gael gaelle gaetan gaetano gagan gagik gaia gail
gakuru galia galih galina galini galit galya gamze ganesh garazi garegin gareth gargi garima garry gatis gauhar gaurav
gauri gavin gayan gayane gayani gayathri gayatri gazmend gcina gediminas geeta geetanjali geetha gegham geir gela
gemma genet genevieve gennady gennaro genoveva genta gentian geoff georgeta georgia georgiana georgii georgina
georgios georgiy geovana geraint gerald geraldine geraldo gerard gerardo gerben gerda gergana gergely gergo gerhard
gerlinde germaine gerrit gertrud gertrude getachew gethin getnet gevorg ghada ghadeer ghaith ghassan ghazal ghazaleh
gheorghe gheorghita ghislain ghislaine ghita gia giacomo giada giampaolo gian giancarlo gianfranco gianluca gianmarco
gianni giannis gianpiero giedre giedrius giga gijs gila gilad gilberto gilda gili gilles gillian gilmar gina ginette
ginevra ginny gintaras gintare gintautas gints gioia giorgi giorgia giorgos giovana giovanna giovanni girish gisela
gisele gisella gislaine gita gitanjali gitte giulia giuliana giuliano giulio giuseppe giuseppina giusy gizella gizem
gjergj gladys glaucia gleb glen glenda gloria goda gohar gokce gokhan golnar golnaz gonca gonul gonzalo gopika gor
goran goranka gordana gorka gorkem gosia gowri gozde graca graciela graeme grainne grazi grazia graziella grazyna
greetje greg greger gregoire greta grigor grigoris grigory griselda grit gro grzegorz guadalupe gudmund gudny gudrun
guenter guenther guido guilherme guillaume guillermina guillermo gul gulay gulcan gulcin gulden guler guljan gulmira
gulnara gulnaz gulnoza gulsah gulsen gulshat gulsum gulten guna gunay gundars gunel gunhild gunilla gunjan gunnar
gunnhild gunta guntars gunter guntis gunvor guram guray gurkan gurleen guro gurpreet gustaf gustav gustavo guus guzin
gvantsa gwen gwenaelle gwendal gwendolyn gwenllian gyongyi gyorgyi gytis gyula haakon habiba habibeh hadar hadas
hadeel hadia hadis hadiza hafeez hafsa hagit haifa haim haizea hajar hajnal hajnalka hakan hakob hala halil halima
halime halina halit halldora halvard halyna hambardzum hamidreza hamish hamisi hana hanae hanako hanan hanane handan
hande hanga hanna hanna-leena hannah hanne hanneke hannele hannelore hannes hannu hans-juergen hans-jurgen hans-peter
harald hardik haregewoin harini harish harita harpreet harri harriet harry harsh harsha harshad harshal harshita
hartmut hartono haruka haruki haruko harun haruna haruto hasan hasina hasini hasmik hasret hatice havva hawa hayat
haydar hayden hayfa hayk haytham hazal hazel hazem heather heba hector hedda hedvig hedwig heena hege heide heidi
heike heikki heiko heiner heinrich heitor helen helena helene helga helge heli helio helle helmi helmut heloisa
heloise hema hemant hemlata hend hendra hendrik hengameh henk henna hennie henrietta henriette henrik henrike henrique
henriqueta henryk hernan herta hertha heru herve hetal hiba hicham hideaki hideki hideko hideo hideyuki hikari hikaru
hila hilario hilda hilde hildegard hildur hilkka hillar hilma himani himanshu hina hinata hind hira hiral hiroaki
hiroki hiroko hiromi hiroshi hiroto hiroyuki hiruni hisako hisashi hisham hitesh hitomi hitoshi hiwot hjalmar hoda
holger holly homa honoka honorata hooman hope horacio horatiu horia horst hortense hossein houda houria hovhannes
hrachya hrafnhildur hrefna hripsime hristina hristo hronn hrvoje hubertus huda hulya huma humberto hurriyet huseyin
hussam hynek hywel ia iain iakovos ian iancu ibai ibolya ibrahima ibtissam ichiro ida idan ido idun ieva ifeanyi
ifeoma ifeyinwa ignacia ignacy igone igor ihab ihintza ihor ijeoma ijsbrand ika ikechukwu iker ilaha ilakkiya ilan
ilana ilanit ilaria ilayda ildiko ileana ilga ilgin ilia iliana ilias ilija ilinca ilir ilira iliyan ilka ilkay ilke
ilker ilkin ilkka ilknur ilmari ilmars ilona ilonka ilse ilvija ilya ilze imad iman imane imani imanol imants imelda
imen imesha imogen imogene imre ina inacio inaki inara inas inaya inbal inbar inci indah indira indra indrani indre
indrek indu ineke ines inese inessa ineta inga inge inge-lise ingeborg ingegerd inger ingi ingo ingrid ingus ingvar
ingvild inigo inkeri inmaculada inna inoka inta intan intisar ints ioana ioanna ioannis ionel ionela ionut iordanis
ipek ipsita iqra iraj irakli irati irem irena irene ireneusz iresha irfan iria irina irineu iris irit irja irma irmak
irmgard iryna isabel isabella isabelle isadora isamu isao isatou isaura ishaan ishan ishani ishara ishita ishwari
isidora isil isla ismael ismet isolde israa itai itamar itay itsuki itumelang itxaso itziar itzik iulia iulian iuliana
iva ivana ivane ivanka ivanna ivar ivars ivaylo ivelina iveta ivett ivica ivo ivona ivone ivonne ivy iwan iwona iza
izabela izaskun jaak jaakko jaan jaana jaanika jaap jabulani jacek jacinta jack jackie jacopo jacqueline jadranka
jadwiga jagdish jagoda jagruti jahnavi jair jake jakub jaleh jamila jamshid jan jan-willem jana janaki janani jane
janet janhavi janice janina janine janis jannatul janne janneke jannicke jannik jantje janusz jaqueline jared jarek
jari jarkko jarmila jarmo jaromir jaroslav jaroslava jaroslaw jaroslawa jasleen jasmina jasmine jasna jason jaspreet
jasvir jatin jaume javad javeria javier jaya jayanti jayashree jayden jayesh jaywant jazmin jean-baptiste jean-claude
jean-francois jean-louis jean-luc jean-marc jean-marie jean-michel jean-paul jean-philippe jean-pierre jean-yves
jeanette jeanne jeannine jed jeff jeffrey jejomar jelani jelena jemima jemimah jen jendayi jenna jenni jennifer
jennilyn jenny jeremy jeroen jerry jerzy jesica jesmin jesper jessica jesus jeta jeton jhanvi jigna jignesh jihan
jihane jijo jill jim jimena jimmy jindrich jiri jirina jiro jisha jitendra jitka jo joakim joan joana joanna joanne
joao joaquim joaquin joaquina jocelyn jochen jock jodie joe joelle joffrey johanna johanne jokin joko jokull jolan
jolana jolanda jolanta jomar jon jone joonas joost jordane jordi jorge jorgen joris jorma jorunn jose joseba josef
josefa josefin josefina josefine josep josephine josette josh josiane josje jostein josu josune joumana jouni jovana
joy joyce jozef jozefa jozsef juan juana juanita judit judith judy juergen juha juha-pekka juhi juho jukka julia
juliana juliane julianna juliano julie juliet julieta juliette julio julita jun'ichi june junichi junko junpei juraj
jurate jure jurema jurga jurgen jurgis juri juris jurre jussara jussi justas juste justin justina justine justyna
jutta jyldyz jyothi jyoti jyotsna jyrki kaan kaare kaarina kabita kacper kadiatou kadir kadri kadriye kaede kaethe
kagiso kai kaija kailash kainat kaire kairi kaisa kaitlyn kaja kajal kajsa kakha kala kalaiselvi kalev kalevi kalin
kalina kalle kalliopi kaloyan kalpana kalyani kamala kamaria kamil kamila kamilla kamini kamlesh kamran kana kanako
kanat kanchan kanika kanimozhi kaniz kanta kanya kanykei kaori kaoru kaoutar kapila kare kareena karel karen kari
karima karin karina karine karishma karl karl-erik karl-heinz karla karnit karol karolina karoline karolis karpagam
karsten karthik kartik kartika karuna kashish kasia kaspars kasun katalin katarina katarzyna katayoun kate katerina
kateryna katharina katherine kathleen kathrin kathryn kathy katia katie katja katlego katri katrin katrina katsumi
katsuya katya kauko kaushal kaustubh kaveh kavindi kavita kavitha kavya kawtar kayalvizhi kayla kayleigh kayo
kazimierz kazue kazuhiko kazuhiro kazuki kazuko kazumi kazuo kazuya keamogetse kebede kees keiichi keiji keiko keila
keisha keisuke kelechi kemi kenichi kenji kenneth kenta kentaro kenza kerem keren kerim kersti kerstin kestutis ketaki
ketan ketevan keti ketil kevin keya keyvan kfir khachatur khadija khadijah khadra khady khaleda khanyisile khaoula
khatia khatuna khawla khizra kholoud kholwa khosrow khouloud khushboo khushi kiana kiarash kimberly kimia kimiko kimmo
kincso kinga kira kiran kirill kirsi kirsten kirsti kirsty kirti kitti kivanc kiyomi kiyoshi kjell kjersti kjetil
klara klaudia klaus kleio klodian knud knut koba kobina koen kofi kohei koichi koji kojo kokila kolbrun komal
konstantin konstantina konstantinos konstanze konul koray korhan kostas kosuke kotaro kourosh kranti krasimir
krasimira kreshnik krista kristaps kristel kristen kristiina kristijan kristin kristina kristine kristjan kristofer
kristoffer krisztian krisztina krithika kriti krupa kruti krystian krystyna krzysztof ksenia kseniia ksenija kseniya
kshitij kuba kubra kudzai kukua kulsum kumiko kumudini kunal kursat kushtrim kusum kutay kveta kvetoslava kwabena
kwaku kwame kwasi kwesi kyle kyoko kyosuke kyriaki kyriakos kyrylo laboni lada ladan ladislav ladislava ladyslawa
laercio laetitia lahiru laia laila laima laimonas lais lajos lakmal lakshmi lala lale laleh lali lalita lama lamara
lambros lamia lamisa lana lance lara larisa larissa larry lars lars-erik larysa lasantha lasha lasma lasse lata
latasha latifa latife latoya lauma laura laure lauren laurence laurene laurentiu lauri laurie laurine lauris lauryna
laurynas lavanya lavinia laxmi layla laziza lea leah leandra leandro lech leehee leela leena lefteris leif leila leili
leire lejla lekha lela leman lena leni lenka leokadia leonidas leonie leonor leonora lerato lesia lestari lesya leszek
lethabo leticia letizia lev levan levent levente levon leyla lia liam liana lianne liat libor libuse licia lide lidia
lidiane lidija lidiya lieke liene lies lieselotte lieve liga ligaya lihi liina liis liisa liisi lilach lili liliana
liliane lilit lilita liliya lilja lilla lilli lillian lily lilyana limor lina linas linda lindani lindiwe lindsey line
linn linnea linus lior liora liridon lirie liron lisa lise liselotte lita lital liubov liudmila liv livia liviu liz
liza ljerka ljiljana ljubica ljubomir ljupka llorenc lloyd lluis lobar loes loic lois lokesh lola lone lonneke
loredana lorella lorena lorene lorenza loreta loretta lorna lorraine lotta lotte lou louane loubna louisa louise loup
lourdes lovisa luan lubaba lubica lubna lubomir lubos lubov luc lucette lucia lucian luciana lucie lucien lucienne
lucilia lucinda lucja lucrecia lucrezia lucy lucyna ludek ludivine ludmila ludovic ludovica ludovico ludvik ludwika
luigi luigia luis luisa luise luiz luiza lujza luka lukasz luke lule luljeta luminita lumturi lunga lungile lurdes
lusine lutz luuk luz luzviminda lwazi lydia lydie lynda lynette lynn lyubomir lyubov lyudmil lyudmila lyudmyla maaike
maame maarika maarit maarten maayan mabel macarena maciej madalin madalina maddalena maddi madeleine madeline madhav
madhavi madhu madhura madhuri madhusudan madiha madina madoka madushani mael maelle maelys maeve mafalda magali magda
magdalena magdolna maggie magne magnhild maha mahboubeh mahbuba maheen mahesh mahima mahin mahnaz mahnoor mahsa
mahshid mahtab mahvash maia maialen maie maija maiju maike maiken maiko maimouna maira mait maite maj maja majda majed
majlinda maka makayla makena maki makiko makoto maksim maksym mala malak malarvizhi malati malavika malcolm malee
malena malene malgorzata maliha malika malin malini malkhaz mallika malsha malte malwina mamadou mamata mame mami
mammad mamoru mamta mamuka manal manana manasi manav mandana mandeep mandisa mandla mane manfred manish manisha manja
manjiri manju manjula manjusha manlio manoel manoj manolis manolo manon mansi mantas manuela manvi mao mara maram
marang marat marc marc-antoine marcela marcelina marcella marcello marcelo marcia marcin marcio marco marcos mare
mareike marek maren marga margaret margareta margarete margarida margarita margaux marge margherita margit margot
margret margriet margrit marguerite margus marharyta mari maria mariagrazia mariam mariama mariami marian mariana
mariane mariangela marianna marianne marianthi mariarosaria mariateresa maribel maricarmen maricel maricica maricruz
marie marie-anne marie-christine marie-claire marie-france marie-helene marie-jose marie-laure marie-louise
marie-pierre marieke mariela mariella marielle mariem marieme marietta mariia marija marijan marijana marijke marika
mariko marilena marilene marilia marilou marilyn marina marine marinela marinko mariola mariona maris marisa marisol
marissa marit marita marites maritza marius mariusz mariya mariyana marja marja-leena marjan marjana marjatta
marjolaine marjolein marjorie marju marjut marketa marketka markku markos markus marleen marlena marlene marli marlies
marlis marloes marlous mart marta martha marthe martina martine martynas marwa marwan mary maryam maryla maryline
maryna maryse marzanna marzena marzia masaaki masahiro masaki masako masami masanori masaru masashi masato masayuki
masego masoud masoumeh massimiliano masuma matej mateja mateus mateusz matheus mathieu mathijs mathilde mathivanan
matias matija matilda matilde matt matteo matthieu matthijs matti mattia mattias matus matvey maud maura maureen
mauricio maurizio mavluda maxence maxime maximilian maxine maya mayada mayank mayara mayra mays maysa maysoon mayu
mayuko mayumi mayuri mbali mckayla mckenna mckenzie mckinley mechthild medea medha meena meenakshi meenal meera meerim
meg mega megan megha meghan meghana megumi mehjabin mehmet mehnaz mehran mehrdad mehret mehrnaz mehrnoosh mehtap mehul
mehwish mei meike meirav meital mekdes mekonnen melanie melati melih melike melina melinda melis melisa melissa
melodie melody meltem merab meral merav merce mercedes mercy-ann meredith merel merete meri meriem merike merita
meritxell merja merle mert merve mervi meseret mesut mete metin mette mhairi mher mia micaela micah michaela michal
michalina michalis michela michele micheli micheline michelle michiko michiyo mickael midori mie mieczyslaw mieke
mieko miep miguelina mihaela mihail mihkel mihnea miho mihret miia mika mikael mikako mikayel mike mikel mikhail miki
mikiko mikkel mikko mikolaj mikus mila milada milagros milan milana mildred mile milena milica milind milivoj miljan
miljana millie miloje milorad milos miloslav milosz milovan miltos milutin mimmo mimoza mina minako minal minami
mindaugas mine mini minna minnie minoru mira miranda mircea mireia mireille mirela mirella miren miri miriam mirit
mirja mirjam mirjana mirka mirko miro miroslav miroslava miroslaw miroslawa mirsad mirta mirthe mirva misaki misako
misato misbah mitch mithun mitra mitsuko mitsuru miwa miyako miyo miyoko miyuki mizuki mladen mo moacir modestas modou
moe mohini mohsen moira mojca mojgan molly momchil momcilo momina momoka momoko mona monia monica monika monique
monserrat montse montserrat mor morag morena morgane morten morteza moshe motoko moufida mouna mounia moussa mousumi
mpho mridula mrinal mrinalini mrunal mugdha muge mukesh mukta mukul mulugeta munazza munira murat muriel murilo
muthoni muthulakshmi muzaffer mwende mwikali mykhailo mykola mykyta mylene myra myriam myrtle mzia naama nabanita
nabila nabin nada nadav nadeeka nadeem nadeesha nadege nadezhda nadia nadiia nadine nadja nadya nafissatou nafula
nagore nahid naim naima naira najat najla najwa nakato nalaka nalan naledi nalini namita namrata nana nanako nanami
nancy nandi nandini nandita nandor nane nanna nanuli nao naohiro naoki naoko naomi naoto naoya narcis narcisa naree
narek naresh narges nargis nargiz nargiza narine narjes narmin naroa nasieku nasim nasreen nasrin nastaran nata
natalia natalie nataliia nataliya natalya natasa natasha natasza nate natela nathalie natia natividad natsuki natsuko
natsumi nattaya nava naveen navin navneet navya nawal nazan nazanin nazario nazgul nazia nazik nazli nazma ndeye nea
nebojsa necati nechama necla neda nedyalka neel neela neelam neelima neena neeraj neeta neetu nefeli negar negin neha
nehir neide nekane nektarios nele neli nelli nellie nelly nelu nemanja nenad nenita nerea nerijus neringa nermeen
nermin nerys neslihan neslisah nesma nesrin nesrine neta netanel nettie neus neusa nevena nevenka neville nevin nevine
nexhmije ngozi nia niamh nick nicky nicla nicolasa nicole nicoleta nicoletta nicolo nicusor nidhi niels nienke nieves
nigar nigel nigora nihad nihal nihan nihar niharika nihat niina nika nikhil niki nikita niklas niko nikodem nikola
nikolai nikolaos nikolay nikoletta nikolina nikoloz nikos nil nilam nilay nilesh nilgun nilima nilmini niloofar
niloufar nils nilufar nilufer nilza nima nimali nimisha nimmi nimra nimrod nina ningsih nino ninon nir nira niraj
niranjan nirit nirmala nirupama nisha nishant nishita nisreen nita nitesh nithya nitin nitya niusha nivedita njeri
njoki nkechi nkem nkosana nnamdi nneka noa nobuhle nobuko nobuo nobuyuki nodira noelia noella noelle noemi noemie noga
noha nojus nolwazi nomalanga nomsa nomvula nona nonhlanhla nontobeko noortje nora norayr norbert norberto noriaki
noriko noriyuki norma normunds nosheen nosipho nothando nouha noura nouran nourhan novita noya nozipho nthabiseng
nugzar nune nuno nunzia nuray nurcan nurgul nurhan nuria nurit nurlan nursel nursen nursultan nurten nusrat nutsa
nuwan nvard o'shea oana obinna obioma oceane octavia octavian odd oddvar oded odette odile ofelia ofelya ofer ofir
ofra ognjen ognyan oguz oguzhan oier oisin oivind okan oksana oktay ola olabisi olaf olaia olalla olatz olav oldrich
ole oleg oleh oleksandr oleksandra oleksii oleksiy olena olesya olga olha olimpia olinda olive olivera olivia oliwia
olli olof oluchi olufemi olumide oluwaseun olympe olzhas omair ombeline omid omkar omnia omolara ona onder ondrej onni
onofrio onur onyeka onyinye oona ora orcun oren orestis orhan oriana orietta oriol orit orkhan orla orlanda orli orly
ornella orsolya ortrud osamu oskar oskars osmo osnat ostap osvaldo ota otakar otar otavio ottilie oumaima oumou
ousmane outi ovidiu oya oydin oyvind ozan ozge ozgun ozgur ozlem ozoda paata paavo pablo padma padmaja padmini padraig
paivi palesa pallavi palmira paloma pam pamela panagiota panagiotis panashe pankaj panna panu paola pape parag
paraschiva paraskevi parastoo parinita parisa parthasarathi parul parvaneh parvati parvin parviz pascale pascaline
pasi pat patrice patricia patricio patrizia patrizio patrycja patsy patxi paula paulette paulina pauline paulius paulo
pavel pavithra pavla pavlin pavlina pavlo pavlos payal payam pedram peep peggy pekka pelin penda penelope penny pentti
pepe per per-erik percy pere perihan periklis pernilla pernille perrine persefoni pertti petar pete peteris petr petra
petras petri petrica petrit petro petronela petros petter petteri petya peyman philippa philippine phoebe phyllis pia
piera pierangela piergiorgio pierluigi piero pierre-louis pierre-yves piet pieter pietra piia pilar pim pimchanok pina
pinar pinelopi pino piotr piotrek pippa piret pirjo pirkko piroska piyush plamen plamena pnina pol polina polly
polyxeni pooja poonam poongodi poornima pooya poppy pouria pouya povilas prabha prabin prachi pradeep pradnya prafulla
pragati pragya prajakta prajwal prakriti pramila pramod pranali pranav pranee praneeth pranjal prasadi prasanna
prashant prateek pratibha pratik pratikshya pratima praveen pravin precious predrag preethi preeti premysl prerana
prerna preslava priit primo primoz priscila priscilla prisha pritam priti priya priyal priyam priyanka prudence
przemek przemyslaw pubudu puja puleng pulkit puneet punit purificacion purnima purvi pushpa puspa puspita putri
qendrim quentin queralt quim rabab rabia rabina racha rachael rachana rachel racheli rachida rachna rada rade radek
radim radka radmila radojka radomir radoslav radoslaw radost radovan rafaela rafal raffaele raffaella rafik raghad
raghav ragna ragnar ragnheidur ragnhild raheleh rahmat rahul raija raimo raimondas raimondo raimonds raimunda rain
raisa raissa raivis raivo raja'a rajani rajat rajeev rajendra rajesh rajeshwari rajiv rajni rajnish rakesh rakhi
raksha ralf ralfs ralitsa raluca ramatoulaye ramaz ramesh ramin raminta ramona ramunas ramune ramya rana randa randi
randy rania ranjana ranjeet ranjit ranjita ranka ranko raouf raphaela raphaelle raquel rasa rasha rashad rashi rashmi
rasmus ratana ratko ratna raul raushan ravi ravindra ravit ravshan rawan rayane raymond raz razvan rebeca rebecca
rebekka recep reda reem reema reena reet reetta refik reggie regiane regimantas regina reginald regine regis rehab
reham rehana rei reijo reiko reinaldo reiner reinhard rejane reka rekha remedios remi remy remzi ren rena renan renars
renata renate renato renaud renee renske renu renuka renzo reshma retno revathi revaz rexhep reyhan reyhaneh reza rezo
rhea rhoda rhonda rhys ricarda ricardina ricardo riccardo richa rick riddhi rie rieko rifat rihab rihards riikka riina
riitta rika rikako riko rim rima rimantas rimas rimma rina rinat rini rinke rinor rishabh rishi rishika risto rita
ritesh ritika ritu ritva ritvars rivka riya riyadh rizki rizky rizwan rizwana roald roar rob robbie roberta robertas
roberto robin rocio rod roddy rodelio rodica rodney rodolfo roelof rogelio roger rogerio rohan rohini rohit roisin
rojina rok rokas rokhaya roksana roksolana rola rolande rolando rolf romain romane romina romy ronald ronaldo roni
ronit ronja ronnie roopa roos rory rosalba rosalia rosalie rosalind rosalinda rosana rosangela rosanna rosaria rosaura
rose roseanne roseli rosella roselyne rosemarie rosemary rosen roser roshan roshanak roshni rosica rosie rosimeire
rositsa rossana rossella rostislav rostyslav roswitha rotem rouben roula rovena rowaida rowena roxana roxanne roya
rozalia ruba ruben rubina ruby ruchi ruchika rudi rudiger rudite rudo ruediger rufus ruhi rui rukmini rula rumana
rumen rumi rumiko rumyana runa rune rupa rupal rupali rupesh ruramai ruslan ruslana rustam rusudan rut ruta rutendo
rutger ruth rutuja ruud ruwan ruwani ruxandra ruzanna ruzena ruzica ryan ryo ryohei ryoichi ryoko ryosuke ryota
ryszard rytis ryuichi ryuji saadia saara saba sabah sabahat sabina sabine sabrina sabrine sacha sachiko sachin sachini
sadaf sade sadhana sadia sadie saeedeh saeko safa safaa safak safia safiatou safiye sahar saida saima saira sajid
sajith sajitha sakari saki sakiko sakshi sakura saleema saliha salima sally salma salome saltanat salvadora salwa
samah samal samaneh samantha samanthi samar samara sameer sameera samia samiha samiksha samina samira sampada samridhi
samu samuele samvel sana sanaa sanaz sanchita sanda sandeep sandesh sandhya sandis sandra sandrine sanduni sandy
sanela sanem sangeeta sangita sanika sanita sanja sanjana sanjay sanjeev sanjida sanjiv sanne sanni sanskriti santa
santosh sanzhar saodat saoirse saori sapna sara sarah sarala saray sargis sari sarika sarina sarit sarita saritha
sarka sarmite sarojini sarolta sasa sasha sashi saskia satenik satish satoko satomi satoru satoshi satu saulius saumya
saurabh savannah savas savino savita sawsan sayaka sayo sayoko sayuri sead seamus sean sebastian seda sedat sedef
seema sefa sefi segolene segun sehrish seiichi seija seiji seiko sekai sekou selam selamawit selcuk selda selen selena
selim selin selina selma selvi semih semra sena senad senay senem senthil sepideh seppo serap sercan serdar serena
serge sergei sergey sergi sergio sergiu serhat serhii serhiy serigne serkan serpil sertac servane servet setareh seth
setsuko sevda severine sevgi sevil sevim sevinc sevinj sewit seynabou sezen sezgin shabana shabbir shabnam shadi
shadia shahin shahla shahlo shahnaz shahram shahrzad shai shaila shailaja shailesh shaima shaimaa shakti shalini
shalva shambhavi shamima shamiso shanaya shane shani shanika shannon shanta shantanu sharada sharifa sharmila sharmin
sharon sharona sharvari shashank shashi shashikala shatha shaun shawn shaxnoza shayan shazia sheeba sheela sheena
sheetal shefali shehan sheila shelley shereen sherine sherry sheryl shibu shigeki shigeko shigeru shiho shikha shilpa
shima shimrit shin'ichi shingo shinichi shinji shintaro shinya shiori shipra shira shiran shiri shirin shirli shiva
shivani shizuka shizuko shkelqim shlomi shlomit shmuel sho shobha shobhana shohei shohreh shoichi shoira shoko
shokoufeh shorouk shoshana shota shpresa shqipe shraddha shradha shreya shreyas shreyash shridhar shrikant shristi
shriya shruti shubha shubham shubhangi shuichi shuji shumaila shun shunsuke shushan shweta siamak sian siavash sibel
sibongile sibusiso sid siddharth siddhi sidonie sidra siebe sieglinde sif sifiso sigal sigalit sigbjorn sigita sigitas
sigmund signe sigrid sigridur sigrun sigurd siham siim siiri sila silja silje silke silmara silvana silvia silvio
silviu silviya sima simeon simge simin simona simonas simone simphiwe simran sina sinan sindhu sindisiwe sindre sinead
sinem sini sinikka sinisa sinta sintija siobhan sipho siphokazi sira siranush sirarpi siri siriporn sirje sirkka sirpa
sitara sithara siti siv sivakami sivan sivaranjani siwar siyabonga siyanda sizwe sjoerd skaiste skender slamet slaven
slavica slavko slawomir slobodan slobodanka smadar smita smitha sneha snehal snezana snezhana snjezana snorre sobia
sofia sofie sofiia sofija sofiya soham soheil soheila soizic sokol sol solange soledad solene solenne solomiia solrun
solveig solvita somayeh somchai somporn somsak sona sonal sonali sonam songul sonia sonja sophia sophie sopiko sopio
sora sorana soraya soren sorin sorina soroush sota sotiria sotirios sotiris souad soudabeh soukaina souleymane soumya
sourabh spas spela spyridoula spyros srdan srdjan sreeja sreejith sreekala sri-rahayu srijana srinivas srishti
srividya stacey staffan stamatis stana stanimir stanislav stanislava stanislaw stanislawa stanka stasys stathis
stavros stavroula stefania stefanie stefano stefanos steffi stefka steinar steinunn stela stelios stella steluta
stepan stepanka stephane stephanie steve stian stig stijn stina stipe stjepan stojan stoyan stoyanka stu stuart sture
suat subaru subhash subodh suchitra suda sudeep sudha sudhir sue sueli suely sugandha suha suhas suja sujan sujata
sujatha sujay sukanya sukran sulastri sule sulekha suleyman sulochana sumaiya suman sumana sumaya sumeet sumiko sumit
sumita sumitra suna sunaina sunanda sundus sunee sunil sunita sunitha sunkanmi sunniva supaporn supriya surabhi suraj
surbhi surekha suresh susan susana susann susanna susannah susanne susanti sushant sushil sushila sushma susie susmita
susumu sutrisno suzan suzana suzanne suzette suzuka svatopluk svein sven svend svenja sverre svetla svetlana svetlin
svetoslav svetozar svitlana swantje swapna swapnil swara swathi swati swostika sybille sylke sylvain sylvaine sylvette
sylvia sylviane sylvie sylwester sylwia synne synnove syuzanna szabina szabolcs szidonia szilard szilveszter szilvia
szonja szymon taavi tabea tabitha tadao tadas tadashi tadeas tadesse tadeusz tafadzwa taghreed tahani tahira tahmina
taichi taiki taina tais taisiya takaaki takahiro takako takao takashi takayuki takeru takeshi takis taku takudzwa
takuma takumi takuya tal talal tali talia tamar tamara tamari tamer tamika tamiko tamilselvi tamir tamires tammy
tamsin tamta tamuna taneli taner tanguy tania tanja tanmay tanu tanuja tanvi tanya tapani tapasya tapio tapiwa tara
tarana taraneh taras tarik tariro tarja tarmo taro taru tarun tasneem tasnim tasos tatana tatenda tatevik tatiana
tatiane tatjana tatsuo tatsuya tatu tatyana tauno tayfun tayyaba tea tecla ted teemu tehila tehmina teija teimuraz
tejal tejas tejaswini tekla telma temi temitope tendai tening teodora teona teppo terence teresa teresinha teresita
terez tereza terhi terje tero terry teruo tess tessa tetiana tetsuo tetsuya tetyana teuta thabang thabo thais thaisa
thamarai thanasis thanawat thandeka thandi thandiwe thandolwethu thanos tharindu tharushi thea thekla themba thembi
themis thenmozhi theodora theodore theodoros theodosia theofilos theresa therese theresia thiago thibaud thibault
thibaut thierry thijs thilini thodoris thomasina thor thora thorbjorn thordis thorgerdur thorsten thorunn thulani
tiago tiberiu tibor tiffany tigist tigran tihana tihomir tiina tiit tiiu tilman tim timea timo timofey timos timur
tina tinashe tinatin tineke tinotenda tiphaine titilayo titouan titu tiwonge tiziana tiziano tjitske tobi tobias toby
todorka togrul togzhan tokiko tolu tom tomasa tomasz tomek tomer tomi tomislav tomo tomohiro tomoka tomoki tomoko
tomomi tomoya tomoyuki toms ton tone toni tonis tonje tonny tonu tony toomas topi tor tora torben torbjorn tore
torgeir torill tornike torstein torsten toru torunn toshiaki toshihiko toshihiro toshiki toshiko toshio toshiyuki tova
tovah tracey tracy traian traudel trevor tri tricia triin trine trinidad trinity trish tristan trond trude trudi trudy
trupti truus trygve tsegaye tsehay tshepo tsipi tsira tsotne tsubasa tsukasa tsutomu tsuyoshi tsvetan tsvetana
tsvetelina tsvetomir tuba tugba tugce tugrul tuija tulay tulika tulin tullia tullio tumelo tuncay tunde tuomas tuomo
turan turgay turhan turid turkan tushar tuti tuula tuulia tuulikki tuva tymofiy tyra tyrone tzipora tzvika uchechi
uchenna udari uday udeshika udo ufuk ugne ugo ugur uju ujwala uku uldis ulf uli uliana ulku ulla ulla-britt ulle
ulrika ulrike ulugbek ulviyya ulyana ulzhan uma umaima umair umberto umeko umesh umida umit umran umut una unai unal
unnati unni unnur upasana upeksha urbain urho uri uriel urmas urmila uros urpo ursel urska ursula urszula urvashi urve
usha utami ute uthpala utkarsh utku uttara uwe uxue uzi uzma uzoma vaclav vadim vadym vagelis vaggelis vahagn vahan
vahe vahid vahur vaibhav vaida vaidas vaidehi vaino vaira vaishali vaishnavi vaiva vakhtang valbona valdas valdemaras
valdete valdir valdis valentina valeria valerie valeriia valerio valeriu valeriy valery valli valmir valon valtteri
vanda vandana vanesa vanessa vangelis vani vania vanita vanja vanna vanshika vanya varda vardan varsha varun vasanti
vasil vasiliki vasilis vasiliy vasilka vasily vassiliki vassilis vasudha vasuki vasundhara vasyl vazgen vazha vedant
vedat vedran veena veera vegard veikko veiko velibor velimir velislava velta vendula venkatesh ventsislav vera vered
verena verica vernon veronica veronika vesa vesela veslemoy vesna vetri veysel vibeke vibha vic vicenta vicki vicky
victoire victoria vid vida vidar vidas vidhi vidya vidyut viera viesturs vigdis viggo vihra viive viivi vija vijaya
vijayalakshmi vika vikas vikram vikrant viktor viktoria viktoriia viktorija viktoriya vilem vilho vilius villads ville
vilma vilmos vilnis vimala vina vinay vinaya vinayak vincente vincenza vincenzo vineet vineetha vineta vinicius vinita
vinko vinod viola violaine violet violeta violetta viorel viorica vipin vipul vira virat virginia virginie virginija
virginijus virpi vishakha vishal vishnu visvaldis vit vita vitalii vitaliia vitalija vitaliy vitaly vitezslav vitor
vitoria vittoria vittorio vivek vivian viviana viviane vivien vivienne vjeko vjekoslav vjollca vjosa vlada vladan
vladas vladimir vladimira vladislav vladislava vladka vladlena vlado vladut vlasta vlastimil vlora vojislav vojtech
volkan volker volodymyr vrinda vsevolod vugar vuk vusal vusi vyacheslav vytautas waclaw wael wafa wahyu wairimu
waithera wakana wako waldemar waleed walid walt waltraud wambui wanda wangari wangui wanida wanjiku wanjiru waqas
waseem wassim wataru wati wenche wencke wendelin wendy weronika wiam wichai widad wiebke wies wieslaw wieslawa wietse
wietske wiktoria wilfred wilfried wilhelmine will willemijn willi wilma wim winfried winifred wioleta wioletta wissam
witold wladyslaw wlodzimierz wojciech wojtek wolfgang wolfram wouter wubit wulan xabi xabier xanthi xavi xenia ximena
xiomara yaa yaakov yacine yadira yael yafit yagmur yair yaiza yalda yalin yamila yamini yamuna yana yanitsa yanko yann
yannick yannis yanti yara yarden yardena yaron yaroslav yaroslava yaryna yasemin yashoda yasin yasir yasmin yasmina
yasmine yasodha yasser yasuhiro yasuko yasuo yasushi yavor yaw yazhini yechiel yegor yehor yehuda yehudit yekaterina
yelena yeliz yener yerlan yesenia yeshi yesim yetunde yeva yevgeny yevhen yevhenia yewande yiannis yifat yigal yigit
yildiz yinon yisrael yitzhak ylli ylva yngve yoana yoann yoav yochai yoga yogesh yogita yohan yohannes yoichi yoko
yolanda yonatan yoni yordan yordanka yordanos yorgos yosef yoshiaki yoshie yoshihiro yoshiko yoshimi yoshinori yoshio
yoshiyuki yosi yossi yosuke yota yotam youenn yousra yrsa ysbrand yucel yui yuichi yuika yuji yuka yukari yuki yukie
yukiko yukio yuko yukta yulduz yuli yulia yuliana yuliia yuliya yumi yumiko yuna yuni yunus yuri yurii yurika yuriko
yuriy yury yusuke yuta yutaka yuto yuuki yuval yuzuki yvan yvette yvonne zabel zach zachary zack zafer zahra zaib
zaida zaiga zaina zainab zakhar zakia zana zandile zanele zannat zara zari zarina zaruhi zaur zaven zawadi zaza
zbigniew zbynek zdena zdenek zdenka zdenko zdravka zdravko zdzislaw zeel zehava zehra zeina zeinab zeki zekiye zelia
zelie zeliha zeljka zeljko zenebech zenon zerrin zeynep zhaleh zhanar zhandos zhanna zhivko zhuldyz ziba zigmars zilda
zinaida zineb zinhle zita ziv zivile ziyad zlata zlatan zlatica zlatko zodwa zoe zoey zofia zohar zohreh zoi zoia zola
zoran zorana zorica zornitsa zosia zouheir zoya zrinka zsanett zsofi zsofia zsolt zsombor zsuzsa zsuzsanna zsuzsi
zubair zubeyde zuhal zulema zulfiya zunaira zura zurab zuri zuzana zuzanna zviad zvonimir zydrunas zygmunt
αναστασια αννα βασιλικη γιαννησ γιωργοσ δημητρησ ελενη ιωαννα κατερινα κωστασ μαρια νικοσ παναγιωτησ σοφια
χρηστοσ александра алексей алена алина анастасия андрей андрій анна антон артем борис вадим валентина валерия
василий вера виктория виталий владимир галина ганна георгий гергана дарья денис десислава дмитрий дмитро
драгана душан евгений евгения екатерина елена елизавета ивайло иван игорь илья инна ирина катерина кирилл
константин красимир ксения лариса лидия людмила максим маргарита марина мария марко марія мила милица михаил
надежда наталия наталья наталія никита никола николай нина оксана олег олександр олена ольга павел петр пламен
полина радка роман руслан светлана сергей сергій снежана софия станислав степан стефка татьяна тетяна
цветелина юлия юлія юрий яна ярослав ірина јелена անահիտ արամ լիլիթ հասմիկ մարիամ նինո տիգրան אורי אורן איתי
איתמר גיל דוד דניאל הילה יונתן יוסף יעל לאה ליאור מאיה מיכל משה נועה נועם עומר ענת רבקה רוני רחל שירה שרה תמר
أحمد إبراهيم احمد امیر حسن حسين حسین خالد دينا رانيا رضا زهرا زينب سارا سارة سامي سلمى طارق عائشة علي علی عمر
فاطمة فاطمه كريم ليلى محمد مريم مریم مصطفى منى مهدی نرگس نور هدى وليد ياسمين يوسف अंजलि अनिता अमित अर्चना
कविता गीता दीपक नेहा पूजा प्रियंका प्रिया मीना रमेश राजेश राहुल विकास संजय सुनीता सुरेश অনিতা প্রিয়া ফাতেমা
মৌসুমী রহিম সুমাইয়া সুমিত ਗੁਰਪ੍ਰੀਤ ਮਨਪ੍ਰੀਤ ਹਰਪ੍ਰੀਤ નેહા પ્રિયા સમીર கவிதா செல்வி நித்யா பிரியா முருகன்
லட்சுமி ಕವಿತಾ ಪ್ರಿಯಾ ಮಂಜುನಾಥ അനിത പ്രിയ ലക്ഷ്മി නිමල් ප්‍රියන්ති සුනීතා ประเสริฐ มาลี วันดี สมชาย สมศรี สุดา
สุภาพร ანა გიორგი დავით თამარ ლევან მარიამ ნინო ქეთევან ሰላም ብርቱካን ትዕግሥት አልማዝ አበበ ዳዊት
    """.split()
)
"""First names that are hardly ever family names."""
