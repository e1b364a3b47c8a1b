package sheet_test

import (
	"testing"

	"approdo/internal/care/sheet"
)

// What a register says in all its rows is as doubtful as what it says in one.
func TestWhatEveryRowSaysIsAskedAbout(t *testing.T) {
	for name, c := range map[string]struct {
		kind       sheet.Kind
		file, says string
		answers    []string
		records    int
	}{
		"codes joined in most cells": {
			sheet.Contacts, "Data;Codice;Sesso\n03/04/2024;A01/A07;F\n03/04/2024;A02;F\n10/04/2024;A03/A09;F\n10/04/2024;A10/A14;F\n17/04/2024;A05;F\n17/04/2024;A06/A12;F\n",
			"ask joint.B",
			[]string{"joint.B=each"},
			10,
		},
		"codes from the first to the last": {
			sheet.Contacts, "Data;Codice;Sesso\n03/04/2024;A01-A04;F\n05/04/2024;A05-A07;F\n07/04/2024;A08;F\n09/04/2024;A09-A12;F\n",
			"ask joint.B",
			[]string{"joint.B=span"},
			12,
		},
		"heads in place of codes":   {sheet.Contacts, "Data;Codice;Sesso\n03/04/2024;3 ragazze;F\n05/04/2024;2 ragazze;F\n07/04/2024;1 ragazza;F\n", "ask who.B", []string{"who.B=leave_out"}, 3},
		"streets in place of codes": {sheet.Contacts, "Data;Codice;Sesso\n03/04/2024;via Milano 3;F\n05/04/2024;via Roma 12;F\n07/04/2024;via Milano 3;F\n", "ask who.B", []string{"who.B=leave_out"}, 3},
		"codes with a stroke":       {sheet.Contacts, "Data;Codice;Sesso\n03/04/2024;12/24;F\n05/04/2024;13/24;F\n07/04/2024;14/24;F\n", "", nil, 3},
		"a number of people in the last column": {
			sheet.Contacts, "Data;Cittadinanza;N.\n03/04/2024;Nigeria;5\n10/04/2024;Romania;2\n17/04/2024;Albania;3\n",
			"ask several.C",
			[]string{"several.C=leave_out"},
			0,
		},
		"a number of the row in the last column": {
			sheet.Contacts, "Data;Cittadinanza;N.\n03/04/2024;Nigeria;5\n10/04/2024;Romania;2\n17/04/2024;Albania;3\n",
			"ask several.C",
			[]string{"several.C=number"},
			3,
		},
		"numbers of rows that go on": {sheet.Contacts, "Data;Cittadinanza;N.\n03/04/2024;Nigeria;5\n10/04/2024;Romania;6\n17/04/2024;Albania;8\n", "", nil, 3},
		"a number of actions":        {sheet.Actions, "Data;Codice;Azione;N.\n03/04/2024;A01;Accompagnamento sanitario;2\n10/04/2024;A02;Orientamento;1\n17/04/2024;A01;Orientamento;3\n", "ask several.D", []string{"several.D=leave_out"}, 1},
		"outcomes of a contact": {
			sheet.Contacts, "Data;Codice;Sesso;Esito\n03/04/2024;A01;F;parlato\n03/04/2024;A02;F;rifiuta il contatto\n10/04/2024;A03;F;non trovata\n10/04/2024;A04;F;vista da lontano\n",
			"ask status.nontrovata, ask status.rifiutailcontatto, ask status.vistadalontano",
			[]string{"status.nontrovata=leave_out", "status.rifiutailcontatto=leave_out", "status.vistadalontano=leave_out"},
			1,
		},
		"roles": {
			sheet.Contacts, "Data;Codice;Sesso;Ruolo\n03/04/2024;A01;F;beneficiaria\n03/04/2024;A02;F;figlia\n10/04/2024;A03;M;cliente\n10/04/2024;A04;F;mediatrice\n",
			"ask status.cliente, ask status.figlia, ask status.mediatrice",
			[]string{"status.cliente=leave_out", "status.figlia=record", "status.mediatrice=leave_out"},
			2,
		},
		"what is still to be done": {
			sheet.Actions, "Data;Codice;Azione;Esito\n03/04/2024;A01;Orientamento;svolto\n10/04/2024;A02;Orientamento;rimandato\n17/04/2024;A01;Orientamento;da fare\n",
			"ask cancelled, ask status.dafare",
			[]string{"cancelled=leave_out", "status.dafare=leave_out"},
			1,
		},
		"a log": {
			sheet.Contacts, "Operazione;Data;Codice;Sesso;Età\nInserimento;03/04/2024;A01;F;22\nModifica;03/04/2024;A01;F;23\nInserimento;10/04/2024;A02;F;25\nCancellazione;10/04/2024;A02;F;25\n",
			"3 refused log_row, 5 refused log_row", nil, 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			if got := sums(o.preview(t, c.kind, []byte(c.file), sheet.Map{})); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
			if p := o.preview(t, c.kind, []byte(c.file), answering(c.answers...)); p.New != c.records {
				t.Errorf("%d records, want %d: %s", p.New, c.records, sums(p))
			}
		})
	}
}

func TestAnEnrolmentThatWasTurnedDownIsAskedAbout(t *testing.T) {
	p := field(t).preview(t, sheet.Enrolments, []byte("Codice;Data;Provenienza;Esito\nA01;03/04/2024;unità di contatto;ammessa\nA02;10/04/2024;unità di contatto;respinta\nA03;10/04/2024;unità di contatto;in attesa\n"), sheet.Map{})
	if got := sums(p); got != "ask status.inattesa, ask status.respinta" {
		t.Errorf("says %q", got)
	}
}
