using Sluice.Protocol;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Verdicts;

public class LabelTableTests
{
    [Fact]
    public void The_first_level_has_the_protocol_s_words_and_no_others() => Assert.Equal(
        new[] { "politics", "porn", "violence", "ban", "ad", "qrcode", "abuse", "adlaw", "moan", "normal" }.Order(),
        LabelTable.All.Select(label => label.Label1).Distinct().Order());

    [Fact]
    public void No_label_is_there_twice() => Assert.All(
        [LabelTable.All, LabelTable.Business],
        labels => Assert.Equal(labels.Count, labels.Select(label => (label.Label1, label.Label2, label.Label3)).Distinct().Count()));

    [Fact]
    public void Every_level_that_a_label_has_is_named_in_both_languages() => Assert.All(LabelTable.All.Concat(LabelTable.Business), label =>
    {
        foreach (var (word, name) in new[] { (label.Label1, label.Name1), (label.Label2, label.Name2), (label.Label3, label.Name3) })
        {
            Assert.Equal(word.Length == 0, name.Chinese.Length == 0);
            Assert.Equal(word.Length == 0, name.English.Length == 0);
            Assert.DoesNotContain(':', name.Chinese + name.English);
        }
    });

    [Fact]
    public void A_first_level_is_named_the_same_in_all_its_rows() => Assert.All(
        LabelTable.All.Concat(LabelTable.Business).GroupBy(label => label.Label1),
        rows => Assert.Single(rows.Select(label => label.Name1).Distinct()));

    [Fact]
    public void A_label_is_found_by_its_three_words()
    {
        Assert.Equal("Bar code", LabelTable.Find("qrcode", "barcode", "barcode")!.Name3.English);
        Assert.Equal("汽车", LabelTable.FindBusiness("vehicle", "car", "car")!.Name3.Chinese);
        Assert.Null(LabelTable.Find("qrcode", "qrcode", "other"));
    }

    [Theory]
    [InlineData(MessageLanguage.English, "Normal", "QR code:QR code:QR code", "Porn:Drawn porn:Drawn porn")]
    [InlineData(MessageLanguage.Chinese, "正常", "二维码:二维码:二维码", "色情:动漫色情:动漫色情")]
    public void A_description_is_the_three_names_or_the_word_for_normal(
        MessageLanguage language,
        string pass,
        string code,
        string drawing)
    {
        Assert.Equal(pass, RiskDescription.Of(Verdict.Pass, language));
        Assert.Equal(code, RiskDescription.Of(LabelTable.Find("qrcode", "qrcode", "qrcode")!, language));
        Assert.Equal(drawing, RiskDescription.Of(LabelTable.Find("porn", "drawing", "hentai")!, language));
    }
}
