"""Family names."""

from __future__ import annotations

FAMILY = frozenset(
    """
abbasi abreu acar ackerman acosta adamczyk adamski adeleke adeyemi adhikari adkins afolayan agarwal agbaje aggarwal
aguiar aguilar aguirre agyeman ahluwalia ahmadi ahonen akande akbari akin akinola akintola akiyama aksoy aktas alaoui
albrecht albuquerque almeida alvarado alvarez alves amaral amoah amorim amrani andersen andersson andrade andrzejewski
ansari antunes antwi anyanwu aoki appiah arai arakawa araki araujo arias armstrong arora arroyo arslan asai asano
asare ashkenazi atkins atkinson awan ayari azevedo azoulay babic bachmann bailly bajaj bajpai bajwa bak bakken bakker
bakos ballard balog balogh balogun bandara banerjee bansal banyai baran baranowski barbier barbieri barbosa barker
barnes barnett barrera barrett barrios barros barta bartha bartos barua basnet bastos basu bates batista battaglia
baudry bauer baumann baumgartner baxter beck becker beckmann beekman behrens belhadj bellini benali benard benedetti
benes benitez benjelloun bennani bensaid berg berger berglund bergmann bergstrom berisha bermudez bernardi bernier
berrada berthelot bertin besnard bezerra bhandari bhardwaj bhatia bhatt bhattacharjee bhattacharya bhattarai bhutto
bianchi bianco bigot binder biro bishop biswas biton blackburn blackwell blanchard blanchet blanco blazek blazevic
blondel boateng bodnar boehm bognar bohm bohme bondar bondarenko bonnet bora borges borkowski boros bosman botha
bouazizi bouchard boucher boukhari boulanger bourgeois bouvier bouzid bowen bowers bowman boyd boyer bozic bozkurt
bradshaw brambilla brandt braun bravo breton brewer briggs brinkmann brito brouwer brown browning bruin brunet
brzezinski buchanan buchholz budai burger burgess burke burnett burns burton busch bush bustos butler butt byrd
caballero cabral cabrera calderon callahan calvo camara campos camus cannon cano caputo cardenas cardoso cardozo
carlsen carneiro carpenter carpentier carrasco carre carrillo cartwright caruso carvalho castaneda castellanos
castelli castillo castro cattaneo cavalcanti cech celik cermak cerny cervantes chabert chakraborty chambers chandler
chapman charbonnier charpentier chartier chatterjee chaturvedi chaudhary chaudhri chaudhry chauhan chauvin chavan
chavez chawla cheema chevalier chevallier chiba chmielewski chopra choudhary choudhury chowdhury chraibi christensen
christiansen cieslak ciobanu cisse claes clarke clerc cochran coelho cohen coleman collet collier collins colombo
connolly constantinescu conti contreras conway cook coppola cordier cordova correa correia cortes cortez costa coste
coulibaly cousin coutinho couturier cox crawford crespo cross csizmadia csonka csordas cuevas cunha cunningham
czarnecki czerwinski d'amico dabrowski dahan dahl daniels dantas dasgupta datta davidson davies dawson deak dekker
delaunay delgado delmas demir desai deschamps deshmukh deshpande devaux dhawan dhillon diaconu diallo dias diaz
dijkstra dinu diop dissanayake dixit dixon djordjevic dlamini dobos dominguez domoto donovan doyle dubey dubois
duchene dudas dudek duffy dufour dumas dumitrescu dumont dunn dupont dupuis dupuy duran durand dutt dutta duval dvorak
dwivedi ebert ebrahimi echeverria edwards egger eide endo enomoto erdei erdogan erdos erickson eriksen eriksson
escobar escobedo esfahani espinosa espinoza esteves estrada fabre faria farias farkas farrell fassi faure fazekas
feher fekete ferguson fernandes fernandez ferrara ferrari ferraro ferreira ferrer ferretti ferri fiala fiedler
figueiredo figueroa filali filipovic fischer fitzgerald fitzpatrick fleming fletcher fleury fodor fonseca fontaine
fontana foster fournier fowler fox franke freeman freitas friedman frimpong fuchs fuentes fuhrmann fujii fujimoto
fujimura fujita fujiwara fukuda fukui fukushima fuller fumagalli furtado furukawa gabay gaikwad gaillard gajewski
galindo gallagher gallardo gallego gallegos galli gallo galvez gamez gandhi garcia gardner garg garner garnier garrido
gartner gashi gasser gates gatti gautier georgescu georgiou gharbi gheorghiu ghorbani ghosh gillani gimenez giordano
girard giraud giuliani gjoka glover glowacki goel gokhale goldberg goldstein gomes gomez goncalves gonzales gonzalez
goodman goodwin goossens gorski goswami goto goyal grabowski graf grassi graves greco greene greer gregg grewal grgic
griffith grondin gross grosse gruber guedes guerin guerra guerreiro guerrero gueye guha guichard guidi guillot
guimaraes gulati gulyas gunawardena gupta gurung gutierrez guzman haas haase hadad haddad hagen hahn hajdu hajek
halasz hall halvorsen hamada hamalainen hamel hammami hammond hancock hansen hanson hansson harada haraguchi hardin
harding hardy harmon harrington hart hartman hartmann hasegawa hashemi hashimoto hattori haugen hawkins hayashi haynes
hebert hegde hegedus heidari heikkila heikkinen heinonen heller henderson hendricks hendriks henriksen henriques
henson herath hermans hernandez herrera herrero herzog hess hicks hidalgo higgins higuchi hirai hirano hirata hirayama
hirose hnatiuk hoarau hodgson hoekstra hofer hoffman hoffmann hofmann hogan holden holloway holm holmes honda hopkins
hopper horak horn horton horvat horvath hoshino hosseini howell hoxha hrubes hubbard huber huff humbert hurtado
hutchinson hysi ibanez ichikawa idrissi igarashi iglesias iida iijima ikeda ilic imai imamura ingram inoue ionescu
ishibashi ishida ishihara ishii ishikawa ivanov ivarsson iwasaki iwata iyengar iyer jablonski jacquet jadhav jaeger
jafari jager jahn jain jakobsen jakubowski janjua jankowski jansen jansens janssen jansson jarvinen jasinski jatoi
jaworski jayasinghe jayawardena jelinek jennings jensen jeppesen jha jimenez jlassi johansen johansson johnston
jokinen joly jones jonsson jorgensen joshi jovanovic juarez juhasz jung juric kaczmarek kadam kaiser kalinowski kamara
kaminski kaneko kapoor kapur kara karaca karagiannis karimi kariuki karjalainen karki karlsen karlsson kask katona
katz kaufmann kaul kaur kawaguchi kawakami kawamura kawasaki kawashima kazemi kazmierczak kelkar keller kelley
kelmendi kemp kenyon kerekes keskin kessler khadka khan khanna khouri khoury khumalo khurana kikuchi kilic kimura
kinnunen kinoshita kiraly kirby kirchner kis kiss kitagawa kitamura knezevic knight knudsen kobayashi koc koch kocsis
koehler koenig kohler kohli koike kojima kolar kolodziej komatsu kondo kone konecny konig kopecky korhonen korkmaz
kormos koroma koskinen kothari kouame kouassi kovac kovacevic kovacs koval kovalchuk kovalenko kovar kowalczyk
kowalski koyama kozlov kozlowski kozma kraft krajewski kral krasniqi kraus krause kravchenko kravets krawczyk
kristensen kristiansen kristoffersen kriz krol krueger kruger kruse kubiak kubo kubota kucera kucharski kudo kuhn
kuijpers kuiper kukk kulkarni kunz kuroda kurosawa kuznetsov kwiatkowski lacroix lahlou lahtinen laine laitinen
lakatos lalwani lange larsen larson larsson laskowski leal lebedev leblanc lebon lebrun leclerc leclercq lecomte
lefebvre lefevre legrand lehmann lehtinen lehtonen leite leitner leiva lejeune lemaire lemoine lemos lengyel lenz
leroux leveque levy lewandowski lima limbu lindberg lindgren lindner lindqvist lindstrom lis livingston lobo loiseau
lombardi lombardo longo lopes lopez lowe lozano lund lundberg lundgren lundqvist lynch lyons lysenko maas macdonald
macedo machado macias maciejewski macleod madsen maeda maes magalhaes magar magi magyar mahajan maheshwari maier
maillard majewski makela makinen makowski makris maldonado malhotra malinowski malka mallet malone mancini mann
manning mansouri marchal marchand marchenko marchetti marciniak marechal mariani maric marinescu marini markovic
marquez marsh martinelli martinez martini maruyama masson mathur matic matos matsuda matsui matsumoto matsumura matsuo
matsushita matsuura mattila mayer mayr mazur mazurek mazza mccarthy mccormick mcdaniel mcdonald mcgee mcgrath mcguire
mckee mclean mcmahon mcmillan mcneil medeiros medina mehra mehta meier meijer meireles mejia mejri mello melnyk melo
memon mendes mendez mendoza menezes menon mensah merchant mercier merino mertens mesquita messina meszaros meunier
meyer meyers meza michalak michalski michaud mikkelsen millet mills milosevic mishra misra mistry mittal miura miyake
miyamoto miyazaki mizrahi mizuno mkhize mochizuki modi moen mohacsi mohammadi mokoena moldovan molina molnar monnier
monteiro montero monti montoya moody mooney moore moradi morais morales moreau moreira morel morelli moreno moretti
mori morikawa morimoto morin morita moroz morozov mortensen moser moss mota moulin moura mousavi mthembu mueller
mughal mukherjee mukhopadhyay mulder muller mullins munoz munteanu murakami murata murillo musil mutalik mutiso mwale
mwangi myers nadar nagai nagata nagy naidu naik nair nakagawa nakahara nakai nakajima nakamoto nakamura nakanishi
nakano nakashima nakata nakayama nambiar naranjo narita nascimento nash nasrallah navarro nayak ncube ndiaye ndlovu
negri nemec nemes nemeth neumann neves nguema nichols nicholson nielsen niemi nieminen nikolaidis nikolic nilsen
nilsson nishida nishikawa nishimoto nishimura nishioka nixon njoroge nkosi noda noguchi nogueira nomura norouzi norton
novikov novotny nowak nowakowski nowicki nunes nunez nwachukwu nwosu nygaard nystrom o'brien o'connell o'connor
o'donnell o'hara o'keefe o'leary o'neal o'neil o'neill o'reilly o'sullivan oberoi ochoa odhiambo ogawa ogino ogunleye
ohayon oikonomou oishi ojala ojeda okada okafor okamoto okazaki okeke okonkwo okoro okoye okubo olah olivares oliveira
oliynyk olsen olsson olszewski onishi orellana orosz orozco orsos ortega ortiz osawa osborne ostrowski otani otsuka
ouattara owino owusu oyedepo oyelaran ozaki ozawa ozdemir ozer ozturk pacheco padilla pagano pages paiva palacios
palmieri pandey pandit pandya pap papadakis papadopoulos papp paredes parekh parent parikh parisi parks parmar parn
parra parrish parsons pasztor patel pathak patil patnaik patterson patton paulsen pauwels pavlenko pavlov pavlovic
pawar pawlak pawlowski pearson pedersen peeters peixoto pellegrini pellegrino pelletier peltier pena peralta pereira
perera peretz perez peric perkins perkovic perret perrin perrot persson petersen peterson petit petrenko petrov
petrovic pettersen pfeiffer phelps phillips phiri picard pichler pichon pietrzak pillai pimentel pineda pinheiro
pinter pinto piotrowski piras pires pitts plaza pohl poirier pokorny polak polgar polishchuk ponce pons poole popa
popescu popov popovic portillo pospisil postma potter poudel poulain poulsen powell powers pozsonyi pratt pretorius
prevost prieto prifti prochazka przybylski queiroz quigley quintana quintero quiroga qureshi raab racz radic rahimi
rajapaksa rajput rakotomalala ramalho ramirez ramos ramsay ranasinghe randria rangel rantanen rao rasmussen rasoanaivo
rastogi rathore rawat raynaud rebane reddy reichert reilly reiter renard renault reynaud reynolds rezaei rezende
ribeiro rice richardson richter riddle riedel rincon rios ritter rivas rivera riviere rizzi rizzo robbins robertson
robles rocha roche rodrigues rodriguez rogers rojas roldan rolland romero rosales rosenberg rossetti rossi rostami
rosu roth rousseau roussel roux rowland royer rubio rudenko ruggiero ruiz russo rusu rutherford rutkowski ruzicka sa
saar saarinen saavedra sadeghi sadowski saez safari saha sahin sahni sahoo saidi saini saito sakai sakamoto sakurai
salas salazar salinas salminen salonen salvi samaraweera sampaio sanabria sanchez sandberg sanders sandoval sandu
santoro sanz saraiva saric sarkar sarkozi sarpong sarr sartori sasaki sato sauer saunders savchenko savolainen sawada
sawant sawicki saxena sbai schaefer schafer scherer schmid schmidt schmitt schmitz schneider scholz schouten schreiber
schroder schroeder schubert schulte schultz schulz schulze schumacher schuster schwab schwartz schwarz sebestyen
sedlak segal sehgal seidel seifert seixas senanayake sengupta sepp sepulveda serrano sesay sethi shah shaheen shapira
shapiro sharma sharp shaw sheehan shehu sheikh shenoy shepherd shetty shevchenko shevchuk shibata shimada shimizu
shimura shinde shirazi shrestha shrivastava shukla siddiqui sidhu sidorov sikora sikorski silva silveira silvestri
simek simmons simoes simsek sinclair singh singhal singhania sinha sipos sithole skinner slater smeets smirnov smith
snow snyder soares sobczak sodhi sokolov sokolowski solanki solano solis solovyov sommer somogyi sood soos sorensen
soria sorrentino sosa soto sousa souza sow sparks srivastava stadler stankovic stastny steiner stephens stepien
stevens stevenson stoica stojanovic strand strauss strickland suarez subramanya sugawara sugimoto sugiura sugiyama
sullivan sundberg sutton suzuki svensson svoboda swaminathan swanson sweeney szabo szalai szalay szanto szczepanski
szekely szekeres szewczyk szigeti szilagyi szoke szucs szulc szymanski szymczak tachibana taguchi takacs takagi
takahashi takano takata takayama takeda taketa takeuchi tamang tamm tamura tanabe tanaka tandon taniguchi tapia
tavares tazi tehrani teixeira teles tellez tembo terada tessier testa texier thakkar thakur thapa thiel thomsen
thomson thorsen timmermans tiwari tkachenko tkachuk toledo tomaszewski tomic torok torres toth townsend trabelsi
traore tremblay tripathi trivedi trujillo tsuchiya tsuda tsuji tuominen turunen uchida ueda ueno ujvari underwood
upadhyay urbanski urrutia vaidya vaknin valdes valdez valencia valentini valenzuela vallejo vallet vandermerwe vanek
varadi varga vargas varma vasconcelos vasileiou vasiliev vasquez vass vasseur vaz vazquez veenstra vegh velasco
velasquez venter verbeek veres verhoeven verma vermeulen vesely viana vidovic vieira villalobos villanueva villarreal
villeneuve virtanen visser vitali vlcek vogel vogt vohra voigt voisin volkov voros vukovic vyas wada wadhwa walczak
walsh walters warner wasilewski watanabe waters watkins watts weaver webb weber webster weeks weerasinghe weinberg
weiss wekesa wenger wheeler whitaker white whitehead wickramasinghe wieczorek wiklund wilk wilkins wilkinson willems
wimmer winkler wisniewski witkowski wlodarczyk wojcik wolfe wolff wood woods woodward wouters wozniak wright wrobel
wroblewski wysocki yadav yagi yamada yamaguchi yamakawa yamamoto yamamura yamane yamashita yamauchi yamazaki yasuda
yates yokoyama yoshida yoshikawa yoshimura young yuksel zaitsev zajac zakrzewski zalewski zamora zanetti zapata zavala
zawadzki zeman ziegler zielinski zimmermann ziolkowski zuckerman zuniga
παπαδακησ παπαδοπουλοσ бондаренко иванов иванова коваленко коваль кравченко кузнецов кузнецова мельник петров
петрова попов попова сидоров сидорова смирнов смирнова соколов соколова шевченко ביטון כהן לוי מזרחי פרץ
गुप्ता पटेल पाण्डेय मिश्रा यादव वर्मा शर्मा सिंह ঘোষ চৌধুরী দাস সরকার ਕੌਰ ਸਿੰਘ પટેલ મહેતા શાહ
    """.split()
)
"""Family names that are hardly ever first names."""
