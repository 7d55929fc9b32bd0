using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Objects;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Labels;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Tests.Verdicts;

public class ObjectLabelsTests
{
    [Fact]
    public void What_is_seen_for_a_type_has_a_label_of_that_type_and_nothing_else_has_one() => Assert.Equal(
        CocoClasses.All.SelectMany(known => known.Types.Where(type => type != CocoClass.Violent).Select(type => (type, known.Name))).Order(),
        BuiltInPolicy.Written.Business.InForce.Select(RuleCompiler.Business)
            .Where(rule => ObjectLabels.All.Contains(rule.Label)).Select(rule => (Assert.Single(rule.Types), rule.Match.Name ?? rule.Match.Kind!)).Order());

    [Fact]
    public void What_is_seen_for_violence_is_reviewed_as_a_weapon() => Assert.All(CocoClasses.All, known =>
    {
        var verdict = Policy.BuiltIn.Judge([new Finding("objects", FindingKinds.Object, 0.9) { Name = known.Name }], [CocoClass.Violent]);

        Assert.Equal(known.IsViolent, verdict.Level == RiskLevel.Review);
        Assert.Equal(known.IsViolent ? ("violence", "weapon", known.Name) : ("normal", "", ""), (verdict.Label.Label1, verdict.Label.Label2, verdict.Label.Label3));
    });

    [Fact]
    public void A_label_is_its_type_in_lower_case_and_what_it_is_with_names_in_both_languages() => Assert.All(BuiltInPolicy.Written.Business.InForce.Select(RuleCompiler.Business).Where(rule => ObjectLabels.All.Contains(rule.Label)), rule =>
    {
        Assert.Equal(Assert.Single(rule.Types).ToLowerInvariant(), rule.Label.Label1);
        Assert.Equal(rule.Label.Label2, rule.Label.Label3);
        Assert.All(
            new[] { rule.Label.Name1, rule.Label.Name2, rule.Label.Name3 },
            name =>
            {
                Assert.All(name.Chinese, letter => Assert.InRange(letter, '\u4e00', '\u9fff'));
                Assert.Matches("^[A-Z][a-z ]+$", name.English);
            });
    });

    [Fact]
    public void Several_cars_are_one_label_with_all_of_them_the_surest_first()
    {
        Finding[] seen = [Thing("car", 0.5), Thing("bus", 0.7), Thing("car", 0.9), Thing("cat", 0.95)];

        var labels = Policy.BuiltIn.Judge(seen, [], ["VEHICLE", "FOOD"]).Business;

        Assert.Equal(
            [("vehicle", "car", 0.9, 2), ("vehicle", "bus", 0.7, 1)],
            labels.Select(label => (label.Label.Label1, label.Label.Label2, label.Probability, label.Confidence)));
        Assert.Equal([0.9, 0.5], labels[0].Findings.Select(finding => finding.Probability));
    }

    [Fact]
    public void A_person_is_one_whatever_else_is_seen()
    {
        Finding[] seen = [new("objects", FindingKinds.Person, 0.8), Thing("knife", 0.7)];

        Assert.Equal("person", Assert.Single(Policy.BuiltIn.Judge(seen, [], ["PERSON"]).Business).Label.Label2);
    }

    private static Finding Thing(string name, double probability) => new("objects", FindingKinds.Object, probability) { Name = name };
}
