using System.Collections.Frozen;
using Sluice.Server.Detection;

namespace Sluice.Tests.Detection;

public class DetectorCatalogTests
{
    [Fact]
    public void What_nothing_can_judge_is_named_once_in_the_order_asked()
    {
        using var catalog = DetectorCatalog.Find();

        var named = catalog.WithoutDetector(
            ["POLITY", "QRCODE", "EROTIC"],
            ["LOGO", "BEARD"],
            ["MOAN", "EROTIC", "NONE"],
            ["SING", "AGE"]);

        Assert.Equal(["LOGO", "BEARD", "MOAN", "EROTIC", "SING", "AGE"], named);
    }

    [Fact]
    public void None_needs_no_detector()
    {
        using var catalog = DetectorCatalog.Find();

        Assert.Empty(catalog.WithoutDetector(["QRCODE", "NONE"], []));
    }

    [Fact]
    public void Types_that_go_by_words_are_judged_where_the_language_is_understood_and_those_of_the_sound_itself_are_not()
    {
        using var catalog = DetectorCatalog.Find();
        string[] risks = ["POLITY", "EROTIC", "ADVERT", "BAN", "VIOLENT", "DIRTY", "ADLAW", "MOAN", "AUDIOPOLITICAL", "ANTHEN", "BANEDAUDIO", "NONE"];

        Assert.Equal(
            ["MOAN", "AUDIOPOLITICAL", "ANTHEN", "BANEDAUDIO", "SING"],
            catalog.WithoutDetector([], [], risks, ["LANGUAGE", "SING"], isUnderstood: true, isLanguageTold: true));
        Assert.Equal([.. risks[..^1], "LANGUAGE", "SING"], catalog.WithoutDetector([], [], risks, ["LANGUAGE", "SING"]));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void The_language_is_told_only_where_it_is_understood_by_what_finds_it_out(bool isUnderstood, bool isTold)
    {
        using var catalog = DetectorCatalog.Find();

        Assert.Contains("LANGUAGE", catalog.WithoutDetector([], [], ["DIRTY"], ["LANGUAGE"], isUnderstood, isTold));
    }

    [Fact]
    public void A_detector_that_cannot_run_judges_nothing()
    {
        var broken = new InstalledDetector("codes", FrozenSet.Create("QRCODE"), FrozenSet<string>.Empty, "not there");
        using var catalog = new DetectorCatalog([broken]);

        Assert.Empty(catalog.Available);
        Assert.Equal([broken], catalog.Detectors);
        Assert.Equal(["QRCODE"], catalog.WithoutDetector(["QRCODE"], []));
    }

    [Fact]
    public void A_business_type_is_not_served_by_a_risk_detector_of_the_same_name()
    {
        using var catalog = DetectorCatalog.Find();

        Assert.Equal(["QRCODE"], catalog.WithoutDetector([], ["QRCODE"]));
    }
}
