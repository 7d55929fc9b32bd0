using Sluice.Server.Detection.Own;

namespace Sluice.Tests.Detection.Own;

public class ClassifierOutputTests
{
    [Fact]
    public void Softmax_adds_up_to_1_however_large_the_numbers_are()
    {
        float[] numbers = [1000, 1000 + MathF.Log(3), -1000];

        Assert.True(ClassifierOutput.TryActivate(OutputActivation.Softmax, numbers));

        Assert.Equal([0.25f, 0.75f, 0f], numbers, (one, other) => Math.Abs(one - other) < 0.001f);
    }

    [Fact]
    public void Sigmoid_takes_each_number_for_itself()
    {
        float[] numbers = [0, 1000, -1000, MathF.Log(3)];

        Assert.True(ClassifierOutput.TryActivate(OutputActivation.Sigmoid, numbers));

        Assert.Equal([0.5f, 1f, 0f, 0.75f], numbers, (one, other) => Math.Abs(one - other) < 0.001f);
    }

    [Theory]
    [InlineData(OutputActivation.None, 1.01f)]
    [InlineData(OutputActivation.None, -0.01f)]
    [InlineData(OutputActivation.None, float.NaN)]
    [InlineData(OutputActivation.Sigmoid, float.NaN)]
    [InlineData(OutputActivation.Sigmoid, float.PositiveInfinity)]
    [InlineData(OutputActivation.Softmax, float.NaN)]
    [InlineData(OutputActivation.Softmax, float.PositiveInfinity)]
    internal void What_is_no_probability_is_told(OutputActivation activation, float number) =>
        Assert.False(ClassifierOutput.TryActivate(activation, [0.5f, number]));

    [Fact]
    public void What_rounding_adds_is_taken_away()
    {
        float[] numbers = [1.0001f, -0.0001f];

        Assert.True(ClassifierOutput.TryActivate(OutputActivation.None, numbers));

        Assert.Equal([1f, 0f], numbers);
    }
}
