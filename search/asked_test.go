package search

import (
	"testing"

	"pgregory.net/rapid"
)

// askedFor gathers ways of asking, all words of one weight.
func askedFor(a *Analyser, ways [][]string) *asked {
	gathered := newAsked()
	for entry, texts := range ways {
		for _, text := range texts {
			gathered.add(entry, text, even(a, text))
		}
	}
	return gathered
}

func even(a *Analyser, text string) []weighed {
	var terms []weighed
	for word := range distinct(a.Words(text)) {
		terms = append(terms, weighed{word, 1})
	}
	return terms
}

func evenClues(a *Analyser, text string) []Clue {
	var clues []Clue
	for _, t := range even(a, text) {
		clues = append(clues, clue(1, t.term))
	}
	return clues
}

func TestNearestWayOfAsking(t *testing.T) {
	a := rankedAnalyser()
	const ofQuestion, ofWay = questionShare, 1 - questionShare
	ways := askedFor(a, [][]string{
		{"出口退税", "二手车出口补贴过户"},
		{"过户", "旧车过户"},
		{"补贴"},
	})
	for _, c := range []struct {
		name, question string
		like           []float64
		way            []string
	}{
		{"同样的问法", "出口退税", []float64{1, 0, 0}, []string{"出口退税", "", ""}},
		{"词序不同", "退税，出口", []float64{1, 0, 0}, []string{"出口退税", "", ""}},
		{"短的问法里全有", "过户", []float64{1 / (ofQuestion + ofWay*4), 1, 0}, []string{"二手车出口补贴过户", "过户", ""}},
		{"多一个词", "二手车补贴", []float64{2 / (ofQuestion*2 + ofWay*4), 0, 1 / (ofQuestion*2 + ofWay)}, []string{"二手车出口补贴过户", "", "补贴"}},
		{"没有共同的词", "车", []float64{0, 0, 0}, []string{"", "", ""}},
		{"空", "", []float64{0, 0, 0}, []string{"", "", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			like, way := ways.nearest(evenClues(a, c.question), 3)
			for i := range like {
				if diff := like[i] - c.like[i]; diff > 1e-12 || diff < -1e-12 || way[i] != c.way[i] {
					t.Errorf("entry %d: %v by %q, want %v by %q", i, like[i], way[i], c.like[i], c.way[i])
				}
			}
		})
	}
}

func TestNearestCountsOnlyTheBestAlternative(t *testing.T) {
	ways := askedFor(rankedAnalyser(), [][]string{{"二手车旧车"}, {"旧车"}})
	like, _ := ways.nearest([]Clue{clue(1, "二手车", "旧车")}, 2)
	if want := 1 / (questionShare + (1-questionShare)*2); like[0] != want {
		t.Errorf("both words make %v, want %v", like[0], want)
	}
	if like[1] != termFit {
		t.Errorf("the other word makes %v, want %v", like[1], termFit)
	}
}

// Asking in the very words of a way of asking is as near as can be, whatever
// else is gathered.
func TestTheSameWordsAreNearest(t *testing.T) {
	a := rankedAnalyser()
	rapid.Check(t, func(t *rapid.T) {
		texts := someTexts().Draw(t, "texts")
		var ways [][]string
		for _, text := range texts {
			ways = append(ways, []string{text})
		}
		gathered := askedFor(a, ways)
		for i, text := range texts {
			clues := evenClues(a, text)
			like, _ := gathered.nearest(clues, len(texts))
			for j, l := range like {
				if !(l >= 0 && l <= 1+1e-9) || l > like[i]+1e-9 {
					t.Fatalf("%q is %v like itself and %v like %q", text, like[i], l, texts[j])
				}
			}
			if len(clues) > 0 && like[i] < 1-1e-9 {
				t.Fatalf("%q is %v like itself", text, like[i])
			}
		}
	})
}
