using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

public class LineDecoderTests
{
    // Nothing, four characters, the space.
    private static readonly string[] Characters = ["", "a", "b", "中", "1", " "];

    [Theory]
    [InlineData("aa", "a")]
    [InlineData("a-a", "aa")]
    [InlineData("-aab--b-", "abb")]
    [InlineData("a_b", "a b")]
    [InlineData("_a__", "a")]
    [InlineData("中1", "中1")]
    [InlineData("", "")]
    [InlineData("----", "")]
    public void Steps_become_text(string steps, string text) => Assert.Equal(text, LineDecoder.Decode(Steps(steps), Characters).Text);

    [Theory]
    [InlineData("a~b", "a b")]
    [InlineData("a~1", "a 1")]
    [InlineData("中~中", "中中")]
    [InlineData("a~中", "a中")]
    public void A_space_that_is_only_hinted_at_parts_Latin_words_alone(string steps, string text) =>
        Assert.Equal(text, LineDecoder.Decode(Steps(steps), Characters).Text);

    [Fact]
    public void The_probability_is_the_mean_of_the_characters() =>
        Assert.Equal(0.75, LineDecoder.Decode([0, 0.9f, 0, 0, 0, 0, 0, 0, 0.6f, 0, 0, 0], Characters).Probability, 5);

    // '-' is nothing, '_' a space, '~' nothing with a hint of a space.
    private static float[] Steps(string steps) =>
    [
        .. steps.SelectMany(step => step switch
        {
            '-' => (float[])[0.9f, 0, 0, 0, 0, 0],
            '~' => [0.9f, 0, 0, 0, 0, 0.05f],
            '_' => [0, 0, 0, 0, 0, 0.9f],
            _ => [.. Characters.Select(character => character == step.ToString() ? 0.9f : 0)],
        }),
    ];
}
