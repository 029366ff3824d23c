"""Which English first names are short or familiar forms of one another."""

from __future__ import annotations

# A line is a group of names that one person may go by. A name may stand in several: Alex is short for two.
_GROUPS = """
abigail abby abbie gail
abraham abe bram
adelaide addie ada heidi
agnes aggie nessa
albert al bert bertie
alexander alex alec lex sandy sasha xander
alexandra alex alexa lexie sandra sandy sasha
alfred alf alfie fred
alice alison allie
amanda mandy
amelia amy millie
andrew andy drew
angela angie
ann anne anna annie nan nancy
anthony antony tony
antonia toni tonia
arthur art artie
barbara babs barb barbie
barnabas barnaby barney
bartholomew bart
beatrice bea bee trixie
benjamin ben benny benji
bernard bernie
bradley brad
brenda bren
caroline carolyn carrie caro lina
cassandra cass cassie sandra
catherine catharine katherine katharine kathryn cath cathy kate kath kathy katie katy kit kitty
cecilia cecily cissie
charles charlie chas chaz chuck
charlotte charlie lottie
christina christine chris chrissie tina
christopher chris kit topher
clifford cliff
constance connie
cynthia cindy
cyril cy
daniel dan danny
danielle dani
david dave davy
deborah debra deb debbie
dennis denis den
derek derrick del
diana diane di
dominic dom nic
donald don donny
dorothy dora dot dottie
douglas doug
edmund ed eddie ned ted
edward ed eddie ned ted teddy
edwin ed eddie
eleanor elinor ella ellie nell nellie nora
elizabeth elisabeth bess beth betsy betty eliza elsie libby lisa liz lizzie
emily em emmie millie
emma em emmie
eugene gene
evelyn eve evie
florence flo florrie flossie
frances fran fanny francie frankie
francis frank frankie
frederick fred freddie
gabriel gabe
gabrielle gabby gaby
geoffrey jeffrey geoff jeff
george georgie
georgina georgia georgie gina
gerald gerard gerry jerry
gilbert gil bert
gillian jillian gill jill
gregory greg
gwendolen gwendoline gwen wendy
hannah nan
harold harry hal
harriet hattie
helen helena ellen nell nellie
henrietta etta hetty
henry harry hal hank
herbert bert bertie herb
hilary hil
howard howie
hugh hughie
ian iain
irene rene renie
isaac ike zac
isabel isabella isobel bella belle izzy tibby
jacob jake
jacqueline jackie jacqui
james jamie jem jim jimmy
jane janet janie jenny
janice jan
janet jan
jasper jazz
jason jay
jean jeannie
jennifer jen jenna jenny
jeremy jem jerry jez
jessica jess jessie
joan joanie
joanna joanne jo
john jack johnny jon
jonathan jon jonny jonty nathan
joseph joe joey
josephine jo josie posy
joshua josh
judith jude judy
julia julie jules
julian jules
karen kaz
kenneth ken kenny
kimberley kimberly kim
lancelot lance
laura laurie lolly
lawrence laurence larry laurie
leonard len lenny leo
leslie lesley les
lewis louis lew lou louie
lillian lilian lil lily
linda lynda lin lindy
louise louisa lou
lucy lucinda cindy lulu
lydia liddy
madeleine madeline maddie
malcolm mal
marcus mark marc
margaret daisy greta madge maggie maisie marge margie margo meg megan peg peggy rita
maria mary marie mia mimi
marian marion
marjorie marge margie
martin marty
martha mattie patty
mary mamie may minnie molly polly
matilda mattie tilda tilly
matthew matt matty
maureen mo reenie
maurice morris mo
maxine max
maximilian max
maxwell max
melanie mel
melissa mel lissa missy
michael mick mickey mike mikey mitch
michelle shell shelley
mildred millie
miranda mandy randa
mohammed mohammad muhammad mo
montague monty
nancy nan
natalie nat tally
natasha tasha
nathan nat nate
nathaniel nat nate nathan
nicholas nicolas nic nick nicky klaus
nicola nicole nic nicky nikki
nigel nige
norman norm
oliver ol ollie
olivia liv livvy ollie
oscar ozzie
oswald oz ozzie
pamela pam
patricia pat patsy patty tricia trish
patrick paddy pat
paul paulie
paula polly
penelope pen penny
percival percy
peter pete
philip phillip phil pip
philippa phil pip pippa
phyllis phyl
priscilla cilla prissy
prudence pru
rachel rach rae
ralph rafe
raymond ray
rebecca becca becky
reginald reg reggie rex
richard dick dickie dickon rich richie rick ricky
robert bob bobby rob robbie robin bert
roberta bobbie robbie
roderick rod roddy
rodney rod
roger rodge
ronald ron ronnie
rosalind ros roz rosie
rosemary rose rosie romy
rose rosie
rupert rupe
russell russ
samantha sam sammie
samuel sam sammy
sarah sara sadie sally
sebastian seb bastian
sharon shaz
sheila shelagh
shirley shirl
sidney sydney sid syd
simon si
sophia sophie sofia
stanley stan
stephanie steph steffi
stephen steven steve stevie
stewart stuart stew stu
susan susanna susannah suzanne sue sukie susie suzie
sylvia sylvie silvia
teresa theresa terri terry tess tessa
terence terrence terry tel
theodora dora theo
theodore theo ted teddy
thomas tom tommy
timothy tim timmy
tobias toby
tracy tracey trace
ursula ursie
valerie val
vanessa ness nessa
vera vee
veronica ronnie vera
victor vic
victoria vicky vicki vikki tori
vincent vin vince vinny
violet vi
virginia ginny ginger
vivian vivien vivienne viv
walter wal wally walt
warren wazza
wendy wend
wilfred wilf fred
william bill billy liam will willie
winifred win winnie freda
winston win
yvonne eve vonnie
zachary zac zach zak
zoe zo
"""

_GROUPS_OF: dict[str, set[int]] = {}
for _number, _line in enumerate(_GROUPS.strip().splitlines()):
    for _name in _line.split():
        _GROUPS_OF.setdefault(_name, set()).add(_number)


def are_alternatives(one: str, other: str) -> bool:
    """Whether two first names, as name keys, may be one person's: Mike and Michael, and Mike and Mick."""
    return one != other and not _GROUPS_OF.get(one, set()).isdisjoint(_GROUPS_OF.get(other, set()))
