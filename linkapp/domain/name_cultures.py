"""What the shape of a name's words says about their order: family first, a patronymic, no family name at all.

All words come folded (``name.folded``). Nothing here decides alone; see ``name.py``.
"""

from __future__ import annotations

from linkapp.domain.late_pattern import LatePattern


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


EAST_ASIAN_FAMILIES = _words(
    # Chinese: pinyin, Wade-Giles, Cantonese, Hokkien
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie",
    "tang song deng han feng",
    "cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren lv yao shen zhong",
    "cui lu tan fan wang jin shi",
    "liao jia xia fu fang zou xiong bai meng qin qiu hou jiang yin xue yan duan lei long tao shi he mao",
    "hao gu gong shao wan qian dai",
    "mo kong xiang chang kang wen niu fan ge ge an bi ai geng guan jiao lan mei ning pang qi qiao qu rong",
    "shang shu si tong tu wo yi zhan zang",
    "hsu hsieh tsai chiang chiu tseng kuo chou hsiao yeh tu chien chuang chao liang lai pai chung hung",
    "hsiung kao shih weng yen",
    "chan cheung wong lau leung ng ho lam kwok tsang yip chow tam yeung mak fung tse kwan hui lo lui poon",
    "siu szeto au choy chu chui lee ieong kuok vong chio sou sio hoi fong kou ung un kam lok cheang",
    "cheong chong fok iao iong ip kuan kuong lao loi lou mok ngai ngan pun tai kwong auyeung seto tsoi tso",
    "tsui luk yuen yung yau mui sit shum shek pau moy mau cham chim ching gau",
    "ong goh teo koh chua tay sim yeo toh lim khoo ooi teh chew tiong cheah chia chin foo heng kok kwek",
    "leong loh low neo ngo oh phua quek seah",
    "soh soon soo tiew toh yap yong ouyang sima shangguan zhuge situ huangfu murong",
    # Korean
    "kim lee rhee yi park pak bak choi choe jung jeong chung kang gang cho jo yoon yun jang chang lim im",
    "rim han oh seo suh shin sin kwon",
    "gwon hwang ahn an song ryu yoo yu yoo hong jeon chun ko koh go moon mun yang son sohn bae pae baek",
    "paik baik heo hur huh nam shim sim noh",
    "roh no ha joo ju koo gu min na jin ji chi eom um chae won cheon bang gong hyun ham byun byeon yeom",
    "yum yeo choo chu do so seok suk sun seol",
    "gil kil wi pyo myung ki ban geum ok yook maeng mo tak kook guk namgung hwangbo jegal seonwoo sunwoo",
    # Vietnamese
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh trinh doan mai dao lam",
    "truong ha cao luong luu to thai chau",
    "quach ton la kieu vuong ta lai phung tang mac nghiem diep khong thach lieu ong tong bach van trieu hua vi",
    # Khmer, Hmong
    "sok chea hun heng keo meas nguon ouk prak seng som tep ung yim chhim chhay khiev khem nhem nop sao",
    "suon tith touch xiong moua vang vue lor",
)
"""Family names that stand first at home and last abroad; most of them are also syllables of given names."""

_FINALS = _words(
    "yeong uyen uyet uoi uou uom uon iem iep iec oac oat uat yen oc ac ec op ot up oe uynh uong ieng yeol yeon",
    "yeom weon iang iong uang oang eong aeng uoc uot iao ian ieu iet ien uai uan uen uyn yae yan yang yeo yin",
    "ying yong yuan yue yuk yun yul yum you wai wan wang wei won aek anh ang ach inh enh ing ich ong oan oai oon",
    "ook ock eng eok eol eom eon eul eum eun eung eui ung ai ao au an am ap at ak ae ah aw ay ei en er eo eu ee",
    "ew ia ie in iu im ip it ik il ou oa oi om oo on ok ol oh ow oy ua ue ui uo un uy uu uc uk ul um ut ya yi yo",
    "yu wa we wi wo a e i o u y",
)
_INITIALS = _words("zh ch sh ng nh kh th ph gh tr hs ts tz sz b c d f g h j k l m n p q r s t v w x y z")
_SYLLABLE = f"(?:{'|'.join(sorted(_INITIALS))})?(?:{'|'.join(sorted(_FINALS))})"
_ONE_SYLLABLE = LatePattern(_SYLLABLE)
_SYLLABLES = LatePattern(rf"{_SYLLABLE}(?:-?{_SYLLABLE})?")


def syllables(word: str) -> bool:
    """Whether a word may be one or two syllables of a Chinese, Korean or Vietnamese name in Latin letters."""
    return _SYLLABLES.fullmatch(word) is not None


def one_syllable(word: str) -> bool:
    """Whether a word may be one syllable of such a name, as the family names are."""
    return _ONE_SYLLABLE.fullmatch(word) is not None


_MORA = (
    r"(?:(?:ky|gy|sh|sy|j|jy|ch|ty|ny|hy|by|py|my|ry|ts|[kgsztdnhfbpmyrw])?[aiueo]h?|n(?=[^aiueoy]|$)"
    r"|k(?=k)|s(?=s)|t(?=t|ch)|p(?=p))"
)
_ROMAJI = LatePattern(rf"{_MORA}{{2,}}")


_SHORT_FAMILIES = _words(
    "abe ando kato ota oda hara sano doi ono ito goto endo kubo noda wada toda soda miki mita seki tani oka taki nara",
    "yano yara mori mita muto naito saito hori hino kida kudo nitta mase otsu sakai suda sudo tada ueki uno yagi",
)
_LONGER = LatePattern(rf"{_MORA}{{3,}}")


def perhaps_japanese(first: str, last: str) -> bool:
    """Whether both words may be Japanese in Latin letters, with the family name in front."""
    family = first in _SHORT_FAMILIES or (len(first) >= 6 and _LONGER.fullmatch(first) is not None)
    return family and _ROMAJI.fullmatch(last) is not None


_MALAGASY = LatePattern(r"(?:ra(?:ko|za|so|be|tsi|ndria|hari|man|jao|ve)|andria[mn])[a-z]+")


def malagasy_family(word: str) -> bool:
    """Whether a word looks like a family name of Madagascar, which stands in front."""
    return _MALAGASY.fullmatch(word) is not None


_BURMESE = _words(
    "aung kyaw htet hnin hlaing lwin phyo thein htun myint nyein naing zaw thant khin wai tun thida maung",
    "soe moe thaw nyi nwe mya myo",
    "swe thu zar oo hein htoo sithu thiha wutt yamin phyu cho ohnmar yee kyi",
)
_BURMESE_SURELY = _words("kyaw htet hnin hlaing phyo htun nyein naing zaw aung khin htoo lwin thiha ohnmar")
_KHMER = _words(
    "sophea dara bopha chanthy rainsy samrin vichea sokha sokhom pisey ratha rith vuthy channary kosal",
    "kunthea makara nary phalla rachana",
    "rithy samnang sothea sovann sreymom srey theary veasna vibol visal sambath ponleak chantrea sokhom",
    "sopheap chenda sreypov",
)
_MONGOLIAN = LatePattern(
    r"(?:bat|gan|enkh|munkh|monkh|otgon|altan|naran|bold|davaa|purev|tumen|erdene|tsend?)[-]?(?:bayar|bold|erdene|tuya|tsetseg|suren|jargal"
    r"|baatar|sukh|zaya|ochir|saikhan|tulga|zul|chimeg|bat|dorj)|.{3,}(?:tsetseg|jargal|baatar|bayar|chimeg|iin)"
)


def no_family_name(words: list[str]) -> bool:
    """Whether these are words of a name that has no first name to be called by, or whose order says nothing."""
    return (
        all(word in _BURMESE for word in words)
        or any(word in _BURMESE_SURELY for word in words)
        or any(word in _KHMER for word in words)
        or any(_MONGOLIAN.fullmatch(word) for word in words)
    )


_PATRONYMIC = LatePattern(r".{2,}(?:[oey]vich|[oe]vych|[oey]vna|ichna|yevna|ович|евич|овна|евна|ична|ович|івна|йович)")


def patronymic(word: str) -> bool:
    """Whether a word is a Russian, Ukrainian or Belarusian patronymic (``Petrovna``)."""
    return _PATRONYMIC.fullmatch(word) is not None


_LONG_ENDINGS = _words(
    "vska vski vskiy vskyi vsky vskij tskiy tskyi tsky skyi skiy skaya skaia owski owska ewski ewska inski inska",
    "ynski ecki ecka icki icka wicz czyk czak enko chuk yuk shvili idze adze nidze opoulos opoulou akis akos idis",
    "iadis oglou oglu ogullari escu eanu auskas auskaite aviciene avicius iene ovic evic ovich evich kovic zadeh",
    "nejad abadi singhe ratne wardena wardana sekara nayake tilaka sson dottir strom qvist quist gren blom stra sma",
    "lainen mann meier meyer maier mayer bauer hofer huber berger burger feld bach dorf stein baum muller mueller",
    "schmidt ez etxea moto yama kawa gawa mura zaki shita hara guchi zawa bayashi oka hashi bashi shima jima kubo",
    "tani gyi falvi hegyi hazi szky szki ffy",
    "ова ева ов ев ский ская ський ська цький цька енко чук юк дзе швили ић ян",
    "յան յանց შვილი ძე ავა იანი πουλοσ πουλου ακησ ακη ιδησ",
)
_SHORT_ENDINGS = _words("ova eva yeva ov ev yan ian ski ska sky ssen nen sen")
_BEGINNINGS = _words("rako ratsi randri andria ravelo rasoa razafi")
_FAMILY_ENDINGS = LatePattern(
    rf".{{2,}}(?:{'|'.join(sorted(_LONG_ENDINGS))})|.{{3,}}(?:{'|'.join(sorted(_SHORT_ENDINGS))})"
    rf"|(?:{'|'.join(sorted(_BEGINNINGS))}).{{3,}}"
)


def family_ending(word: str) -> bool:
    """Whether a word that is no known first name ends as family names do."""
    return _FAMILY_ENDINGS.fullmatch(word) is not None


HUNGARIAN_FAMILIES = _words(
    "simon laszlo balazs sandor antal tamas pal gal mate gaspar balint lukacs jakab fabian illes vincze",
    "kelemen fulop virag miklos peter daniel",
    "istvan andras gyorgy mihaly benedek barnabas kalman karoly adam david marton jonas geza elek denes",
    "domokos imre bela vida lorinc",
)
HUNGARIAN_GIVEN = _words(
    "peter tamas andras istvan balazs gabor zoltan laszlo janos jozsef ferenc attila csaba zsolt gergely",
    "adam david daniel mate bence marton",
    "akos kristof levente botond imre sandor tibor gyula karoly miklos pal balint bela geza lajos mihaly",
)


def perhaps_hungarian(first: str, last: str) -> bool:
    """Whether both words are first names that Hungarians bear as family names as well: nobody knows the order."""
    return first in HUNGARIAN_FAMILIES and last in HUNGARIAN_GIVEN
