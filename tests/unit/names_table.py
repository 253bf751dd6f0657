"""Displayed names of invented people, and the first name that is right: ``-`` where only "not understood" is right.

One a line, ``displayed = right``. Names are put together from common first and family names; nobody is meant.
"""

from __future__ import annotations

GROUPS: dict[str, str] = {
    "English": """
        Alice Moreau = Alice
        ALICE MOREAU = Alice
        alice moreau = Alice
        Lindsay (Lin) Park = Lindsay
        Robert 'Bob' Hale = Robert
        Robert "Bob" Hale = Robert
        Robert “Bob” Hale = Robert
        "Bob" Hale = -
        (Bob) Hale = -
        Taylor Brooks = Taylor
        Grant Murphy = Grant
        Ryan O'Brien = Ryan
        O'Brien Ryan = Ryan
        O’Connor Siobhán = Siobhán
        Siobhán Ní Dhomhnaill = Siobhán
        Seán Ó Briain = Seán
        Mary Ann Porter = Mary Ann
        Mary Jane = -
        Mary-Ann Porter = Mary-Ann
        McKenzie Lee = McKenzie
        McDonald Ruth = Ruth
        D’Arcy Wu = D’Arcy
        DeShawn Carter = DeShawn
        LaToya Greene = LaToya
        Sha'Quan Mills = Sha'Quan
        J. Robert Quill = -
        J.R. Bloom = -
        JR Bloom = -
        J R Bloom = -
        A. = -
        Anna S. = Anna
        Anna B Quill = Anna
        Wm. Hargrove = -
        Chas. Hargrove = -
        Dean Hargrove = Dean
        Dean Anna Hargrove = -
        Prince Okafor = Prince
        Judge Hargrove = -
        Van Morley = -
        Al Gorvel = -
        Mac Tarvel = -
        Don Drevel = Don
        Van Maximilian Carver = -
        De Alton Carver = -
        VAN L CARVER = -
        Mary Ann H,Luther = -
        Drew Smith = Drew
        Bill Church = Bill
        Joy Bank = Joy
        Sayed = Sayed
        Priya = Priya
        Hargrove = -
        Zorvel Quint = Zorvel
        Smith Anna = Anna
        Thomas Anna = -
    """,
    "titles": """
        Ms Anna Smith = Anna
        Ms. Smith = -
        Ms = -
        Mr John Porter = John
        Mrs. Joan Porter = Joan
        Mx Robin Porter = Robin
        Dr Anna Porter = Anna
        Dr. Porter = -
        Dr.Anna Porter = Anna
        DR. ANNA PORTER = Anna
        Prof. Dr. med. Anna Bauer = Anna
        Dr. Prof. Anna Bauer = Anna
        Dipl.-Ing. Anna Bauer = Anna
        Dipl. Ing. (FH) Anna Bauer = Anna
        Mag. Anna Bauer = Anna
        Mag. Dr. Bauer = -
        Univ.-Prof. Anna Bauer = Anna
        Herr Bauer = -
        Frau Dr. Anna Bauer = Anna
        Capt Anna Smith = Anna
        Capt. Smith = -
        Captain Smith = -
        Lt. Col. John Porter = John
        Sgt John Porter = John
        Maître Dupont = -
        Maître Anne Dupont = Anne
        Me Anne Dupont = Anne
        Mme Tarvel = -
        Mme Claire Tarvel = Claire
        M. Luc Tarvel = Luc
        Er. Rahul Sharma = Rahul
        Er Rahul Sharma = Rahul
        CA Rahul Sharma = Rahul
        CA. Neha Gupta = Neha
        CS Neha Gupta = Neha
        Adv. Neha Gupta = Neha
        Adv Gupta = -
        Advocate Neha Gupta = Neha
        Eng. Karim Haddad = Karim
        Eng. Rania Haddad = Rania
        Arq. Lucía Paredes = Lucía
        Lic. Lucía Paredes = Lucía
        Lic. Paredes = -
        Ing. Pablo Paredes = Pablo
        Dra. Lucía Paredes = Lucía
        Sra. Lucía Paredes = Lucía
        Profa. Beatriz Lemos = Beatriz
        Avv. Giulia Conti = Giulia
        Dott.ssa Giulia Conti = Giulia
        Sheikh Haddad = -
        Rev. John Porter = John
        Sir John Porter = John
        Lady Porter = -
        Md Rahman = -
        MD Rahman = -
        Md. Arif Hossain = -
        MD ARIF HOSSAIN = -
        Mohd Faizal Ahmad = -
        Shri Ramesh Gupta = Ramesh
        Smt. Sunita Gupta = Sunita
        Д-р Анна Иванова = Анна
        د. فاطمة الزهراء = فاطمة
        ดร.สมชาย ใจดี = สมชาย
        Chef Anna Smith = -
        Coach Smith = -
    """,
    "letters after names": """
        Anna Smith, MBA = Anna
        Anna Smith, MBA, PMP = Anna
        Anna Smith MBA = Anna
        Anna Smith, Ph.D. = Anna
        Anna Smith PhD, CPA = Anna
        🎂 Zoë 🎉 Smith, MBA = Zoë
        John Porter Jr. = John
        John Porter III = John
        Vogt Lena MBA = Lena
        Zorvel Quint, SHRM-SCP = Zorvel
        Smith, Ph. D. Jr. = -
        John W. Porter, V = -
        Anna Porter, D.O. = Anna
        M.D. Anna Porter = -
        Doktor Frau Antonia Porter = Antonia
        Dr. Fr. Antonia Porter = Antonia
        Mrs. M.S. Porter = -
        Anna Smith, Consultant = Anna
        Anna Smith, Berlin = Anna
        Anna ᴾʰᴰ Smith = Anna
    """,
    "asides": """
        Anna Müller (she/her) = Anna
        Anna Müller she/her = Anna
        Anna Müller (she/her/hers) = Anna
        Anna Müller (sie/ihr) = Anna
        Anna Müller [hiring] = Anna
        Anna Müller 🚀 = Anna
        🚀 Anna Müller 🚀 = Anna
        ⭐️Anna⭐️ Müller = Anna
        Anna Müller | Coach = Anna
        Anna Müller - Hiring! = Anna
        Anna Müller – Coach & Speaker = Anna
        Anna Müller geb. Schmidt = Anna
        Anna Müller née Schmidt = Anna
        Anna Müller (geb. Schmidt = Anna
        Life Coach | Anna Müller = -
        Recruiting Heroes | Anna Müller = -
        <b>Anna</b> Müller = -
        𝓐𝓷𝓷𝓪 𝓜𝓾𝓵𝓵𝓮𝓻 = Anna
        Ａｎｎａ Ｍｕｌｌｅｒ = Anna
        ＡＮＮＡ ＭＵＬＬＥＲ = Anna
        Anna​ Müller = Anna
        A🎂nna Müller = -
        anna.muller = -
        anna_muller = -
        anna@example.org = -
        Anna2 Müller = -
        4nna Müller = -
        🎉🎉 = -
        !!! = -
        jEAN Moulin = -
    """,
    "companies, groups, couples": """
        Acme GmbH = -
        Tarvel AG = -
        Tarvel Consulting = -
        Anna Smith Consulting = -
        Anna's Bakery = -
        Team Zorvel = -
        The Zorvels = -
        Zorvel & Co = -
        Tom & Mary = -
        Tom & Mary Porter = -
        Anna und Peter = -
        Anna und Peter Bauer = -
        Anna and Peter = -
        Claire et Luc = -
        Claire et Luc Dupont = -
        Ana y Juan = -
        Ana y Juan Lopez = -
        Ana e Paulo = -
        Anna + Peter = -
        Anna/Peter Bauer = -
        Familie Bauer = -
        Équipe Zorvel = -
        Universidad Zorvel = -
        Zorvel Solutions Ltd. = -
        Hotel Anna = -
        IBX Deutschland = -
        HR Anna = -
        LinkedIn Member = -
        Membre de LinkedIn = -
        Studio 54 Berlin = -
        Happy People = -
        www.zorvel.com = -
        José Ortega y Quintero = José
        Anna, Peter = -
    """,
    "family name first": """
        LIMA Ana = Ana
        LIMA ANA = Ana
        Lima Ana = Ana
        Ana LIMA = Ana
        DE SOUZA Maria = Maria
        de Souza Maria = -
        VAN DER BERG Jan = Jan
        DUPONT Jean-Luc = Jean-Luc
        DUPONT Jean Luc = Jean Luc
        MARTIN Anne = Anne
        Martin Anne = -
        ANNA Thomas = -
        NGUYEN Van An = -
        KIM Minjun = Minjun
        KIM Min Jun = -
        TANAKA Hiroshi = Hiroshi
        Vogt, Lena = Lena
        Vogt, Dr. Lena = Lena
        VOGT, LENA = Lena
        García López, Ana = Ana
        de Souza, Maria = Maria
        Tarvel, Zorin = -
        Ivanova, Anna = Anna
        Bauer Anna = Anna
        Huber Martin = -
        Rossi Chiara = Chiara
        Nowak Agnieszka = Agnieszka
        Popescu Ioana = Ioana
        Papadopoulos Nikos = Nikos
        Peeters Annelies = Annelies
        Virtanen Päivi = Päivi
        Jansen Anneke = Anneke
    """,
    "French": """
        Jean-Luc Picard = Jean-Luc
        jean-luc picard = Jean-Luc
        JEAN-LUC PICARD = Jean-Luc
        Jean Luc Moreau = Jean Luc
        Jean Luc = -
        Jean Moreau = Jean
        Jean Martin = Jean
        Anne-Marie Petit = Anne-Marie
        Anne Marie Petit = Anne Marie
        Marie Claire Petit = Marie Claire
        Marie Petit = Marie
        Élodie Lefèvre = Élodie
        Loïc Le Gall = Loïc
        Le Gall Loïc = -
        Gaëlle de la Tour = Gaëlle
        Thierry Gauthier = Thierry
        Gauthier Thierry = -
        François-Xavier Roux = François-Xavier
        Zoé N'Diaye = Zoé
        N'Diaye Fatou = -
    """,
    "German, Austrian, Swiss": """
        Jürgen Groß = Jürgen
        Karl-Heinz Müller = Karl-Heinz
        Karl Heinz Müller = Karl Heinz
        Hans Peter Egger = Hans Peter
        Anna-Lena Vogt = Anna-Lena
        Anna Lena Vogt = Anna Lena
        Anna von Berg = Anna
        von Berg Anna = -
        Müller-Lüdenscheidt Anna = -
        Björn Weiß = Björn
        Heike zu Tarvel = Heike
        Vogt Lena = Lena
        Schratzl Martin = -
    """,
    "Dutch, Flemish": """
        Jan van der Berg = Jan
        van der Berg Jan = -
        Sanne de Vries = Sanne
        De Vries Sanne = -
        IJsbrand Visser = IJsbrand
        IJSBRAND VISSER = IJsbrand
        Anneke ter Horst = Anneke
        Tom Van De Weghe = Tom
        Berg, Jan van der = Jan
        Jong van der = -
        Pieter-Jan Claes = Pieter-Jan
        Lieke 't Hooft = Lieke
    """,
    "Spanish": """
        María José García = María José
        Maria José Garcia = Maria José
        María del Carmen López = -
        María García = María
        José Luis Pérez = José Luis
        José Pérez = José
        Juan Carlos Ruiz Gómez = Juan Carlos
        Juan Carlos = -
        García López Ana = -
        Ana García López = Ana
        Íñigo Etxebarria = Íñigo
        Ana Isabel Torres = Ana Isabel
        Mª Carmen Ruiz = -
        Fco. Javier Ruiz = -
        El Tarvel = -
        De la Cruz Ana = -
        Ángel Ramos = Ángel
        Don Carlos Ruiz = -
        Jesús Ortega = Jesús
    """,
    "Portuguese, Brazilian": """
        João Silva = João
        João Pedro Silva = João Pedro
        Ana Clara Souza = Ana Clara
        Maria de Souza = Maria
        Maria dos Santos Silva = Maria
        Maria da Conceição Silva = -
        Wagner Silva = Wagner
        Silva Mariana = Mariana
        Conceição Nunes = Conceição
        Nunes Tarvel = -
        Luiz Fernando Alves = Luiz Fernando
        Da Silva Ana = -
    """,
    "Italian": """
        Giulia Bianchi = Giulia
        Bianchi Giulia = Giulia
        Maria Grazia Conti = Maria Grazia
        Gian Luca Ferrari = Gian Luca
        Gianluca Ferrari = Gianluca
        Nicolò De Luca = Nicolò
        De Luca Nicolò = -
        Dario D'Amico = Dario
        Andrea Russo = Andrea
    """,
    "Scandinavian, Finnish, Baltic": """
        Åsa Lindqvist = Åsa
        Lindqvist Åsa = Åsa
        Bjørn Haugen = Bjørn
        Søren Nygaard = Søren
        Guðrún Jónsdóttir = Guðrún
        Jónsdóttir Guðrún = Guðrún
        Þóra Sigurðardóttir = Þóra
        Päivi Nieminen = Päivi
        Marja-Leena Virtanen = Marja-Leena
        Kärt Tamm = Kärt
        Rūta Kazlauskaitė = Rūta
        Kazlauskas Tomas = -
        Jānis Bērziņš = Jānis
        Jon Olav Haugen = Jon
    """,
    "Polish, Czech, Slovak": """
        Łukasz Wiśniewski = Łukasz
        Wiśniewski Łukasz = Łukasz
        Małgorzata Nowak = Małgorzata
        Kowalska Zofia = Zofia
        Jiří Dvořák = Jiří
        Nováková Jana = Jana
        Ľubica Kováčová = Ľubica
        Štěpánka Kučerová = Štěpánka
        Mgr. Jana Nováková = Jana
    """,
    "South Slavic": """
        Željka Horvat = Željka
        Horvat Željka = Željka
        Ðorđe Jovanović = Ðorđe
        Jovanović Milica = Milica
        Милица Јовановић = Милица
        Десислава Петрова = Десислава
        Ивайло Петров = Ивайло
        Цветелина Стоева = Цветелина
        Desislava Petrova = Desislava
    """,
    "Russian, Ukrainian": """
        Anna Petrova = Anna
        Petrova Anna = Anna
        Ivanova Anna Petrovna = Anna
        Anna Petrovna Ivanova = Anna
        Anna Petrovna = Anna
        Ivanov Ivan Ivanovich = Ivan
        Анна Петрова = Анна
        Петрова Анна = Анна
        Иванова Анна Петровна = Анна
        Анна Петровна = Анна
        ИВАНОВА АННА ПЕТРОВНА = Анна
        Ганна Шевченко = Ганна
        Шевченко Ганна = Ганна
        Шевченко Олена Іванівна = Олена
        Гончар Вячеслав = -
        Сергей К. = Сергей
        С. Кузнецов = -
        Ivanov I.I. = -
        Oleksandr Shevchenko = Oleksandr
        Shevchenko Oksana = Oksana
        Сёмина Дарья = -
    """,
    "Hungarian": """
        Nagy Anna = Anna
        Kovács Zsófia = Zsófia
        Szabó Péter = -
        Zsófia Kovács = Zsófia
        László Balázs = -
        Simon Péter = -
        Szigeti Zsombor = Zsombor
        Horváth-Nagy Eszter = Eszter
        Dr. Nagy Eszter = Eszter
    """,
    "Romanian, Albanian, Greek": """
        Ștefan Popescu = Ștefan
        Ioana-Maria Popa = Ioana-Maria
        Arben Hoxha = Arben
        Hoxha Arben = Arben
        Νίκος Παπαδόπουλος = Νίκος
        Παπαδόπουλος Νίκος = Νίκος
        ΝΙΚΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ = -
        Eleni Papadaki = Eleni
        Ελένη Μακρή = Ελένη
    """,
    "Turkish, Azerbaijani": """
        İrem Yılmaz = İrem
        İREM YILMAZ = İrem
        IŞIL DEMİR = Işıl
        Işıl Demir = Işıl
        işıl demir = İşıl
        ASLI DEMIR = -
        YILDIZ KAYA = -
        irem kaya = -
        Çağla Öztürk = Çağla
        ÇAĞLA ÖZTÜRK = Çağla
        Gülşen Şahin = Gülşen
        Şahin Gülşen = Gülşen
        Emre Can = Emre
        Yılmaz Ali = -
        Ali Yılmaz = Ali
        Tan Yildirim = -
        Leyla Əliyeva = Leyla
        Əliyeva Leyla = Leyla
    """,
    "Georgian, Armenian": """
        ნინო ბერიძე = ნინო
        ᲜᲘᲜᲝ ᲑᲔᲠᲘᲫᲔ = ნინო
        ბერიძე ნინო = ნინო
        Nino Beridze = Nino
        Beridze Nino = Nino
        Անահիտ Սարգսյան = Անահիտ
        ԱՆԱՀԻՏ ՍԱՐԳՍՅԱՆ = Անահիտ
        Սարգսյան Անահիտ = Անահիտ
        Anahit Sargsyan = Anahit
        Sargsyan Anahit = Anahit
    """,
    "Arabic": """
        محمد علي = محمد
        فاطمة الزهراء بنعلي = فاطمة
        عبد الرحمن خالد = -
        أبو بكر خالد = -
        نور الدين خالد = -
        د. خالد حداد = خالد
        شركة النور = -
        Fatima Zahra Alaoui = Fatima
        Abdul Rahman Haddad = -
        Abdel Rahman Haddad = -
        Abdelrahman Haddad = Abdelrahman
        Abu Bakr Haddad = -
        Al Haddad Rania = -
        El Mehdi Alaoui = -
        Bin Rashid Tarvel = -
        Ben Salah Rim = -
        Ben Porter = Ben
        Salah Eddine Benali = -
        Nour Eddine Benali = -
        Saif Ul Islam = -
        Rania Al-Haddad = Rania
        Al-Haddad Rania = -
        Mohamed Salah = Mohamed
        Muhammad Rizki Pratama = -
        Umm Tarvel = -
        Alharbi Abdulaziz = -
        Noura Alotaibi = Noura
        Youssef El Amrani = Youssef
    """,
    "Persian, Hebrew, Central Asian": """
        زهرا رضایی = زهرا
        Shirin Karimi = Shirin
        Karimi Shirin = Shirin
        Mohammad Reza Karimi = -
        דוד כהן = דוד
        נועם בר־לב = נועם
        כהן דוד = דוד
        Noa Cohen = Noa
        Cohen Noa = Noa
        Aigerim Nurlanova = Aigerim
        Nurlanova Aigerim = Aigerim
        Dilnoza Karimova = Dilnoza
        Batbayar Dorj = -
        Ganbold Bat-Erdene = -
    """,
    "Indian subcontinent": """
        Priya Sharma = Priya
        Sharma Priya = Priya
        PRIYA SHARMA = Priya
        Patel Ramesh = Ramesh
        K. Ramesh = -
        S Ramesh Kumar = -
        Ramesh K = Ramesh
        Konidela Lokesh = -
        Allu Arjun = -
        Harpreet Kaur = Harpreet
        Kaur Harpreet = Harpreet
        Jijo Thomas = Jijo
        Syed Tarvel = -
        Sk. Abdul Rahim = -
        Mst Sumaiya Khatun = -
        Nusrat Jahan = Nusrat
        Tharushi Perera = Tharushi
        Perera Tharushi = Tharushi
        Srijana Thapa = Srijana
        प्रिया शर्मा = प्रिया
        शर्मा प्रिया = प्रिया
        डॉ. प्रिया शर्मा = प्रिया
        श्रीमती सुनीता गुप्ता = सुनीता
        मो. इरफान = -
        कुलकर्णी मंदार = -
        মৌসুমী দাস = মৌসুমী
        মোঃ রহিম = -
        ਹਰਪ੍ਰੀਤ ਸਿੰਘ = ਹਰਪ੍ਰੀਤ
        પ્રિયા પટેલ = પ્રિયા
        પટેલ પ્રિયા = પ્રિયા
        கவிதா முருகன் = கவிதா
        ச. முருகன் = -
        ಪ್ರಿಯಾ ಮಂಜುನಾಥ = ಪ್ರಿಯಾ
        ലക്ഷ്മി അനിത = ലക്ഷ്മി
        ప్రియ కొణిదెల = -
        ප්‍රියන්ති පෙරේරා = ප්‍රියන්ති
    """,
    "Chinese": """
        Wei Zhang = Wei
        Zhang Wei = -
        Xiaoming Li = Xiaoming
        Li Xiaoming = -
        WANG Xiaoming = Xiaoming
        Xiao Ming Wang = -
        Peter Chan = Peter
        Chan Peter = -
        Chan Tai Man Peter = -
        Tan Wei Ming = -
        Wei-Ling Tan = Wei-Ling
        Tan = -
        Ouyang Na = -
        Wei Zhang 张伟 = -
        张伟 = -
        张伟 Wei Zhang = -
        David 王 = David
        Sophie Liu = Sophie
        Liu Sophie = Sophie
    """,
    "Korean": """
        Kim Smith = Kim
        Kim Minjun = -
        Kim Min-jun = -
        Minjun Kim = Minjun
        Min-jun Kim = Min-jun
        Min Jun Kim = -
        Park Seo-yeon = -
        Seo-yeon Park = Seo-yeon
        Lee Harris = Lee
        Lee Jae = -
        Jung Hoon = -
        김민준 = -
        Grace Kim = Grace
    """,
    "Japanese": """
        Hiroshi Tanaka = Hiroshi
        Tanaka Hiroshi = Hiroshi
        TANAKA HIROSHI = Hiroshi
        Fujimoto Ayaka = Ayaka
        Ayaka Fujimoto = Ayaka
        Mori Aoi = -
        Yamashita Rui = Rui
        山田太郎 = -
        山田 太郎 = -
        やまだ はなこ = -
        Takeshita Nozomu = -
        Ken Watabe = Ken
    """,
    "Vietnamese": """
        Nguyễn Văn An = -
        Nguyen Van An = -
        An Nguyễn = -
        Linh Nguyen = Linh
        Trần Thị Hoa = -
        Thi Hoa Tran = -
        Van Anh Nguyen = -
        Anh Tuan Nguyen = -
        Le Minh = -
        Ngoc Anh Tran = -
        Duc Nguyen = Duc
        Phạm Quỳnh = -
        Sophie Nguyen = Sophie
        Nguyen Sophie = Sophie
    """,
    "Thai, Lao, Khmer, Burmese, Malay, Indonesian, Filipino": """
        สมชาย ใจดี = สมชาย
        สุภาพร แก้วใส = สุภาพร
        นางสาว มาลี ใจดี = มาลี
        นายสมชาย ใจดี = -
        Somchai Jaidee = Somchai
        ສົມສັກ ພົມມະ = ສົມສັກ
        សុខ សុភា = -
        Sok Sophea = -
        အောင် ကျော် = -
        Aung Kyaw Htet = -
        U Kyaw Zin = -
        Siti Nurhaliza Tarvel = -
        Nur Aisyah binti Ahmad = -
        Aisyah binti Ahmad = Aisyah
        Kumar a/l Rajan = Kumar
        I Made Suryana = -
        Dewi Lestari = Dewi
        Budi Santoso = Budi
        Maricel Dela Cruz = Maricel
        Dela Cruz Maricel = -
        Ma. Teresa Cruz = -
    """,
    "African": """
        Kwame Mensah = Kwame
        Mensah Kwame = Kwame
        Chioma Okafor = Chioma
        Okafor Chioma = Chioma
        Thandiwe Dlamini = Thandiwe
        Dlamini Thandiwe = Thandiwe
        Wanjiru Kamau = Wanjiru
        Abebe Bekele = Abebe
        አበበ በቀለ = አበበ
        Haile Tarvel = -
        Fatou Diallo = Fatou
        Diallo Fatou = Fatou
        Rakotomalala Jean = -
        Habimana Marie = -
        N'Golo Traoré = N'Golo
    """,
    "Hawaiian and others": """
        Kaʻiulani Kealoha = Kaʻiulani
        KAʻIULANI KEALOHA = Kaʻiulani
        Xzqrt Bnvkl = -
        Tarvel = -
        Test User = -
    """,
    "titles and orders that nobody can know": """
        Maestro Paul Keller = -
        Barrister Paul Keller = -
        Nurse Joy Keller = -
        Judge Paul Keller = -
        Chef Paul Keller = -
        Lt. Col. (Ret.) Paul Keller = -
        Zorgmeister Paul Keller = -
        Hajiya Amina Bello = -
        Alhaji Musa Bello = -
        Kumari Priya Shah = -
        Kazi Rahima = -
        Rana Tariq = -
        Sardar Baldev Singh = -
        Rai Bahadur Singh = -
        Kunwar Vikram Singh = -
        Maharaja Vikram Singh = -
        Bhai Vikram Singh = -
        Lala Ram = -
        Tuan Rosli = -
        Tun Rosli = -
        Anak Agung Gede = -
        Cokorda Raka = -
        Desak Made = -
        Uncle Bob = -
        Big Bob = -
        Ieong Ka Man = -
        Kuok Chi Wai = -
        Chio Ka Meng = -
        Cheang Sio Wai = -
        Rakoto Andry = -
        Razafy Solo = -
        Kamau Peter = -
        Otieno Daniel = -
        Peter Kamau = Peter
        Le Goff Yann = -
        Mac Donald Fiona = -
        Esposito Ciro = -
        Garcia Lopez, Maria = Maria
        Al-Mansouri, Khalid = -
        Dr. Németh László = -
        Nagy Jánosné = -
        Maria D'Souza = Maria
    """,
}


def rows() -> list[tuple[str, str, str | None]]:
    """(group, displayed name, right first name or None) of every line."""
    made = []
    for group, lines in GROUPS.items():
        for line in lines.splitlines():
            if line.strip():
                shown, _, right = line.strip().rpartition(" = ")
                made.append((group, shown, None if right == "-" else right))
    return made
