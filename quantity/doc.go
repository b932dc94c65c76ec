// Package quantity reads numbers, money, counts of vehicles and percentages
// as people type them in Chinese: 150万, 壹佰伍拾万元, 15w, 三十六万五, 俩,
// 五十来台, 七成.
//
// It is a leaf and it does not guess: what is vague (十几万, 五六十台) or no
// number at all (1e309, NaN) is found and marked, so that whoever reads can
// ask back. Values are exact. Texts are expected normalised: half width,
// lower case, simplified.
package quantity
