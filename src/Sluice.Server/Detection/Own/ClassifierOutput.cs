namespace Sluice.Server.Detection.Own;

/// <summary>Makes probabilities of a classifier's numbers.</summary>
internal static class ClassifierOutput
{
    /// <summary>What rounding may add to a probability.</summary>
    private const float Tolerance = 0.001f;

    /// <summary>Changes them in place. False: they are none.</summary>
    public static bool TryActivate(OutputActivation activation, Span<float> numbers)
    {
        foreach (var number in numbers)
        {
            if (!float.IsFinite(number))
            {
                return false;
            }
        }

        switch (activation)
        {
            case OutputActivation.Softmax:
                Softmax(numbers);
                break;
            case OutputActivation.Sigmoid:
                foreach (ref var number in numbers)
                {
                    number = 1 / (1 + MathF.Exp(-number));
                }

                break;
            case OutputActivation.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation));
        }

        foreach (ref var number in numbers)
        {
            if (!IsProbability(number))
            {
                return false;
            }

            number = Math.Clamp(number, 0, 1);
        }

        return true;
    }

    /// <summary>From 0 to 1, but for what rounding adds.</summary>
    public static bool IsProbability(double number) => number is >= -Tolerance and <= 1 + Tolerance;

    private static void Softmax(Span<float> numbers)
    {
        // The largest is taken away from all, which changes nothing and keeps them from overflowing.
        var largest = float.NegativeInfinity;
        foreach (var number in numbers)
        {
            largest = MathF.Max(largest, number);
        }

        var sum = 0f;
        foreach (ref var number in numbers)
        {
            sum += number = MathF.Exp(number - largest);
        }

        foreach (ref var number in numbers)
        {
            number /= sum;
        }
    }
}
