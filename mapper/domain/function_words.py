"""Words that say nothing about what a text is about."""

_GERMAN = """
aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes
anders auch auf aus außerdem bei beim bereits bin bis bist bitte da dabei dadurch dafür dagegen
daher damit danach daneben dann daran darauf daraus darf darin darüber darum darunter das dass
davon davor dazu dein deine dem den denen denn dennoch der deren derer des deshalb dessen desto
deswegen die dies diese diesem diesen dieser dieses doch dort du durch dürfen ebenso eher eigentlich
ein eine einem einen einer eines einfach einige einigen einiger einiges einmal entlang er erst es
etwa etwas euch euer eure fast für ganz gar gegen genau gerade gern gerne gibt gut habe haben hat
hatte hatten hätte hätten her hier hierfür hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer
ihres im immer in indem ins irgend ist ja je jede jedem jeden jeder jedes jedoch jemand jener jenes
jetzt kann kannst kaum kein keine keinem keinen keiner keines können könnte könnten lassen leider
machen macht mal man manche mehr mein meine meinem meinen meiner meines meist mich mir mit möchte
muss müssen müsste müssten nach nachdem neben nein nicht nichts nie noch nun nur ob obwohl oder
oft ohne per schon sehr sei sein seine seinem seinen seiner seines seit selbst sich sie sind so
sobald sodass solche solchem solchen solcher solches soll sollen sollte sollten sondern sonst
soweit sowie sowohl statt sogar trotz trotzdem über um und uns unser unsere unserem unseren unserer
unter viel viele vielen vieler vielleicht vom von vor während wann war waren warum was wegen weil
weiter welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wo
wollen wollte worden wurde wurden würde würden zu zum zur zwar zwischen
"""
_ENGLISH = """
a about all also an and any are as at be because been but by can could do does for from had has
have he her here him his how i if in into is it its just like me more most my no not of on only
or our out over please she should so some such than that the their them then there these they
this those to too up very was we were what when where which who why will with would you your
"""
FUNCTION_WORDS = frozenset(_GERMAN.split()) | frozenset(_ENGLISH.split())
"""In lower case, as they are written; German and English."""
