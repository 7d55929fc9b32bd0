using Sluice.Server.Detection.Objects;

namespace Sluice.Tests.Detection.Objects;

public class ObjectMapsTests
{
    private const int Cat = 15;
    private const int Dog = 16;
    private const int Columns = 128;
    private const int Rows = 72;
    private readonly float[] _middles = new float[Columns * Rows * ObjectMaps.Classes];
    private readonly float[] _edges = new float[Columns * Rows * ObjectMaps.Edges];

    [Fact]
    public void Nothing_probable_is_nothing_found() => Assert.Empty(Find());

    [Fact]
    public void A_thing_is_at_its_peak_as_far_as_its_edges()
    {
        Put(Cat, 10, 20, 0.9f, 12, 8, 30, 40);

        Assert.Equal([new SeenObject(Cat, 0.9f, 28, 72, 70, 120)], Find());
    }

    [Fact]
    public void What_is_less_probable_than_asked_is_left_out()
    {
        Put(Cat, 10, 20, 0.39f, 1, 1, 1, 1);
        Put(Cat, 60, 20, 0.4f, 1, 1, 1, 1);

        Assert.Equal(240, Assert.Single(Find()).Left + 1);
    }

    [Fact]
    public void Beside_a_peak_there_is_nothing_of_its_class_but_of_others()
    {
        Put(Cat, 10, 20, 0.9f, 1, 1, 1, 1);
        Put(Cat, 11, 21, 0.8f, 1, 1, 1, 1);
        Put(Dog, 11, 20, 0.7f, 1, 1, 1, 1);
        Put(Cat, 12, 20, 0.6f, 1, 1, 1, 1);

        Assert.Equal([(Cat, 0.9f), (Dog, 0.7f)], Find().Select(thing => (thing.Class, thing.Probability)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(127, 0)]
    [InlineData(0, 71)]
    [InlineData(127, 71)]
    public void A_peak_may_be_at_the_edge(int x, int y)
    {
        Put(0, x, y, 0.5f, 0, 0, 4, 4);
        Put(79, 127 - x, 71 - y, 0.6f, 0, 0, 4, 4);

        Assert.Equal(
            [new SeenObject(79, 0.6f, 508 - (x * 4), 284 - (y * 4), 512 - (x * 4), 288 - (y * 4)), new SeenObject(0, 0.5f, x * 4, y * 4, (x * 4) + 4, (y * 4) + 4)],
            Find());
    }

    [Fact]
    public void Of_very_many_the_most_probable_are_kept()
    {
        for (var i = 0; i < 150; i++)
        {
            Put(Cat, i % 40 * 3, i / 40 * 3, 0.5f + (i * 0.001f), 1, 1, 1, 1);
        }

        var found = Find();

        Assert.Equal(ObjectMaps.Most, found.Count);
        Assert.Equal(0.649f, found[0].Probability);
        Assert.Equal(0.55f, found[^1].Probability, 0.0001f);
    }

    [Fact]
    public void The_same_thing_is_found_once_for_each_class()
    {
        var sure = new SeenObject(Cat, 0.9f, 0, 0, 100, 100);
        var again = new SeenObject(Cat, 0.8f, 10, 0, 110, 100);
        var other = new SeenObject(Dog, 0.7f, 0, 0, 100, 100);
        var beside = new SeenObject(Cat, 0.6f, 60, 0, 160, 100);

        Assert.Equal([sure, other, beside], ObjectMaps.WithoutRepeats([sure, again, other, beside], 0.5));
        Assert.Equal([sure, again, other, beside], ObjectMaps.WithoutRepeats([sure, again, other, beside], 1));
    }

    [Theory]
    [InlineData(0, 0, 100, 100, 1)]
    [InlineData(50, 0, 150, 100, 1 / 3.0)]
    [InlineData(0, 50, 50, 100, 0.25)]
    [InlineData(100, 0, 200, 100, 0)]
    [InlineData(300, 300, 400, 400, 0)]
    public void Overlap_is_what_is_shared_of_what_both_cover(float left, float top, float right, float bottom, double share)
    {
        var (one, other) = (new SeenObject(Cat, 0.9f, 0, 0, 100, 100), new SeenObject(Cat, 0.8f, left, top, right, bottom));

        Assert.Equal(share, one.Overlap(other), 0.0001);
        Assert.Equal(share, other.Overlap(one), 0.0001);
    }

    private List<SeenObject> Find() => ObjectMaps.Find(_middles, _edges, Columns, 0.4f);

    private void Put(int thing, int x, int y, float probability, params float[] edges)
    {
        var point = (y * Columns) + x;
        _middles[(point * ObjectMaps.Classes) + thing] = probability;
        edges.CopyTo(_edges, point * ObjectMaps.Edges);
    }
}
