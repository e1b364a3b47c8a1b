package e2e_test

import (
	"strings"
	"testing"
)

// TestTheQuestionsOfAnImportAreForEverybody: the page of a register with columns that are nearly known, days without a year and a unit that is not told, and the
// ones of a register with words of its own and of one with cells that are no codes, hold on a phone and a desk.
func TestTheQuestionsOfAnImportAreForEverybody(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	dario := s.login(t, "dario")
	asked := strings.Join([]string{
		"Registro 2024;;;;;;;", "Giorno;Codice persona;Sesso;Età all'arrivo;Nazionalità sfruttatore;Prima volta in Italia;Protezione;Note",
		"05/02;X1;F;22;Romania;sì;no;riga inserita per errore", "06/02;X2;M;31;Albania;no;no;", "07/02;X3;F;24;Albania;sì;sì;",
	}, "\n")
	words := strings.Join([]string{
		"Data;Codice persona;Sesso;Età;Cittadinanza", "05/02/2024;W1;F;22;NIG", "06/02/2024;W2;M;31;ROM", "07/02/2024;W3;U;24;NIG", "08/02/2024;W4;F;24;Nigeria",
	}, "\n")
	codes := strings.Join([]string{
		"Annullati;;;;;", ";;persona;;accompagn.;uscita", "Codice persona;Data colloquio;Sesso;Naz.;Naz.;n.", "V11;05/02;F;NG;IT;14", "V12;06/02;M;RO;IT;14", "V13;07/02;F;AL;;14", "V14;07/02;F;AL;;15",
		"V11 e V12;08/02;F;AL;;15", "V13?;08/02;F;AL;;15", "da definire;09/02;F;AL;;15",
	}, "\n")
	recorded := strings.Join([]string{
		"Data;Codice persona;Sesso;Età;Cittadinanza;Provincia;Protezione internazionale", "05/02/2024;X1;F;22;Nigeria;;", "06/02/2024;X2;M;31;Albania;;", "07/02/2024;X3;F;24;Romania;;", "07/03/2024;X4;F;22;Nigeria;;",
	}, "\n")
	for name, text := range map[string]string{"import-questions": asked, "import-words": words, "import-codes": codes, "import-recorded": recorded} {
		draft := s.upload(t, dario, text)
		for _, v := range []visit{{lang: "it", looks: []look{{360, false}}}, {lang: "en", looks: []look{{1280, false}}}} {
			v.name, v.address, v.session = name, s.address+draft, dario
			for _, complaint := range b.visit(t, v) {
				t.Errorf("%s, %s: %s", name, v.lang, complaint)
			}
		}
	}
}
