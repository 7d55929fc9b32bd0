using Sluice.Benchmarks.Text;

namespace Sluice.Tests.Detection.Text;

/// <summary>A part of the set that <c>Sluice.Benchmarks -- text</c> measures, with other seeds.</summary>
public sealed class TextSetTests
{
    [Theory]
    [InlineData("zh", 20, 0.9)]
    [InlineData("zh", 32, 0.9)]
    [InlineData("en", 20, 0.85)]
    [InlineData("en", 32, 0.85)]
    public async Task Lines_of_20_pixels_and_more_are_read_as_they_are(string language, int size, double least)
    {
        var score = await ReadAsync(language, size);

        Assert.True(score.Exact >= least * score.Lines, string.Join('\n', score.Misses));
    }

    [Fact]
    public async Task Most_characters_of_Arabic_are_read()
    {
        var score = await ReadAsync("ar", 32);

        Assert.True(score.Errors <= 0.15 * score.Characters, string.Join('\n', score.Misses));
    }

    private static async Task<TextScore> ReadAsync(string language, int size)
    {
        using var rig = TextRig.Get();
        var score = new TextScore();
        for (var seed = 1000; seed < 1004; seed++)
        {
            var drawn = TextPictures.Draw(seed, language, size, 10);
            score.Add(drawn, await rig.SeeAloneAsync(drawn.Jpeg, language));
        }

        return score;
    }
}
