"""Names that serve as both."""

from __future__ import annotations

EITHER = frozenset(
    """
aaron abdallah abdo abdulla abdullah abel abraham abram achieng adam adama adamo adams addison adel adriaan adriano
afolabi agostino agustin ahmad ahmed aidoo ainsley akinyi akram ala alan alba albert aldo alec alejo alex alexander
alexis alfonso alfred ali allan allen alonso alonzo alvin amato ambrose amin amine amir amos anand anderson andras
andre andrew angel angelo anh antal anthony antoine anton anwar aoi arne arnold arthur asher ashley ashraf ashton asif
asim aslam aslan asuncion aubrey audrey augustin augustine austin avery aviv aydin ayo ayodele ayub azam aziz azmi
babu badawi bailey baker bakr baksh balan balazs balint barnabas barry baruch bashar bashir basil beau ben benedek
benedict benedikt benito benjamin bennett bernal bernard bernhard berry bertrand beverly bhagat bhaskar billy blair
blaise blake blas bogdan boris borys boyko brad bradley brady brandon brett brian brooke brooks bruce bruno bryan
bryant bryson bulut burt calixto calvin cameron camilo campbell can carey carl carlo carlton carmel carson carter cary
casey cecil cedric cetin chandra chandran charles charlie chase chen chester christian christoph clarence clark claude
clay clayton clement clifford clinton clive clyde colby cole constant conte cooper cordero cornelis cornelius courtney
craig cruz curtis cyrus dada dale dallas damian daniel daniele danny daoud dara darcy dario das daud davi david davis
dayal de-lima dean denes denis deniz dennis derrick dev devi dewey dexter dick dion dogan domenico domingo dominique
domokos donald donato dor douglas drew duarte dudley duke dumitru dvir dyer earl easton edgar edmund edward edwin eid
elek eli elias elijah elliott ellis elmer elton elvis emanuel emerson emery emmanuel endre engin enoch ephraim eren
ergin ernest ernst erol erwin espino esteban eugene evans everett ezekiel ezra fabian fabio fahad faisal farah faraj
farid farouk faruk fawzi felice felix femi ferdinand ferencz fermin fidel filip finley fiore fisher florea florentino
flores floyd forrest fouad francis franco francois frank franklin franz frederick friday friedrich fritz fuad fulop
gabriel gal gale ganesan garrett gary gaspar gaspare gaston gauthier genesis gentile geoffrey george georges gerd
germain german gerrard geza ghani giang gibson gideon gil gilbert giles gino giorgio girma godfrey godwin golan gopal
gopalan gordon gottfried grace graham grant gray grayson gregory griffin grigore guillen gunes gunther guven guy
gyorgy habib hadi haider haile haj hakim hal hale hamad hamed hamid hamilton hamza hani hank hans haq hari harley
harold haroon harper harris harrison harvey hashim hassan hatem havrylo hayes heath hein heinz henning henri henry
herbert herman hermann hilal hilary hilton hinrich holland homer horace hosni houston howard hubert hudson hugh hughes
hugo humphrey hunter hussain hussein ibrahim idris ignacio ike ilhan ilie illes imam imran innocent ioan ion iqbal ira
irving irwin isa isaac isaiah ishmael isidro ismail israel issa istvan ivan ives izumi jaber jabir jackson jacob
jacobs jacques jade jaden jafar jaime jakab jakob jalal jaleel jamal james jamie jamil janos jarvis jasper javed jawad
jay jean jeevan jefferson jens jeremiah jermaine jerome jess jesse jin joachim job joel johann johannes john johnny
johnson jonah jonas jonathan jordan jorg joseph joshua jost jovan jude jules julian julius jun junior justice kalman
kamal kamau kamel kannan kapil karam karan kareem karim karoly kaspar kassem kaya kazim keegan kei keith kelemen kelly
kelvin kemal ken kendall kennedy kenny kent kerry khaled khalid khalil kieran kilian kim kingsley kipkoech kiprono
kirk kishan kishor kishore klein klemens knox konrad kramer krishna krishnan kumar kumari kurt lakhan lakshmanan lal
lalit lamar lambert lamine lan lane laszlo latif laurent lawrence lawson layne lazar lee leigh leland leo leon leonard
leonardo leonhard leopold leroy leslie lester levi lewis lincoln lindsay lino lionel logan lorenz lorenzo lorinc
lothar louay louis lowell luca lucas luciano ludwig lukacs lukas luna lutfi luther lyle lyndon mack mackenzie madan
madison magdy magnus mahdi maher mahmood mahmoud mahmud mai majid makar malik mamdouh mamoun mani manohar mansoor
mansour manuel marcel marcus mariano marin marino mario marion mark marko marley marlon marques marquis marshall
martial martin martins marton marvin marx mason masood massimo massoud mate matei mateo mathew mathews mathias mathis
matthew matthews matthias matyas maurice mauro max maxwell may maynard mehdi meir melvin mercy merlin michael michel
miguel mihai mihaly miklos milagro miled miles miller milo milton minh miron mitchell mohamad mohamed mohammad
mohammed mohan mohanan mohd monday monroe montgomery moran morgan moritz morris morrison moses mounir mourad mousa
moustafa mubarak muhammad muhammed mukhtar munir murad murali murphy murray murugan musa mustafa mutua myron nabil
nader nagaraj nagaraja naji najib narayan narayanan naser nasir nasr nassar nasser nataraj natarajan nathan nathaniel
nawaz neal ned neil nelson newton nicholas nicola nicolae nicolas nikolaus nissim noah noe noel nolan noor norman
norris nour novak nur obi ohad oliva oliver olivier oluwole om omar omer onyango orban orlando osama oscar osman
oswald othman otieno otis otto ouma owen oz ozkan page paige pal palani palmer paolo parker pascal pascual pasquale
pastor patience patrick paul payne paz pedro perry peter peters petre petru peyton phil philip philipp philippe
phillip phoenix pierce pierre pietro polat porter prabhakar prabhu prado prakash pran prasad pratap prem prescott
preston prince purushottam qasim quincy quinn rabie radhakrishnan radu radwan rafael rafiq raghavan raghu raghunath
rahim rahman rainer raj raja rajab rajagopal rajan rajaram rajaraman rajendran rajkumar ralph ram rama ramachandran
ramadan ramakrishnan raman ramanathan ramaswamy ramon ramsey ramzan ramzi randall randolph ranjan raphael rashed
rashid ray raza reagan reed reese reid reinhold rene reuben rex reyes reynold rhodes riad riaz richard richards ricky
rida riley rin rio river rizk robert roberts robinson rocco rodrigo roland roman romano romeo ron ronan rosa rosario
ross rowan roy royce rudolf rudolph rupert russell ryder saad sabri sadek sadiq saeed safwan sagar said saif sakr
salah salama saleh salem salim salman salomon salvador salvatore sam sami samir sampson samson samuel samy sancho
sander sandor sankar sankaran sanna santana santiago santo santos sarath satya saul sawyer sayed schuyler scott
sebastien segundo selvam selvaraj serafin serafino seymour shafiq shahid shaked shaker shakir shalom shankar shanmugam
sharaf sharif shaul shawki shekhar shelby sheldon shelton sherif sherman shin shirley shiv siddiq sidney siegfried
silas silvester silvestro simcha simion simon simpson siva sivakumar sky skyler sloan soliman solomon somasundaram
spencer sreekumar sridhar srinivasan stacy stafford stan stanley stav stefan steffen stein stephan stephen sterling
steven stewart stoian stone storm subramaniam subramanian suleiman sultan summer sundar sundaram sunday surya sydney
sylvester taha taher tahir talib tamas tamim tan tanner tarek tariq tate tawfik taylor tekin terrell terrence tesfaye
thaddeus thanh theo thomas thompson thornton tilak till timothy titus tobin todd toma tomas tommaso toprak toussaint
travis trent tucker tudor tuna tunc turgut turner tyler tyson udayan ulrich ulysses umapathy unnikrishnan urban usman
valente valentin valentine vance vasile vasudevan vaughan vaughn veer veit vencel venkat venkataraman venkatesan
vicente victor vidal vijay vijayakumar vijayan vince vincent vincze vinzenz virag virgil viswanathan vitale vlad
volkmar wade wafula wagner wahab waheed wahid walker wallace walter walther walton ward warren washington watson wayne
wellington wendel werner wesley weston whitney wilbur wiley wilhelm willard william williams willie willis wilson
winston winter wolf woodrow wyatt xavier yakym yalcin yaqoob yash yassin yavuz yildirim yilmaz younes younis yousef
youssef yun yusuf yves zachariah zacharie zahid zaid zain zakaria zaki zane zayn ziad zion zoltan
    """.split()
)
"""Names that are first names here and family names there."""
