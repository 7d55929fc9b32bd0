namespace Sluice.Server.Detection.Text;

/// <summary>What a line says.</summary>
/// <param name="Text">Empty: nothing that can be read.</param>
/// <param name="Probability">How sure the reader is, 0 to 1: the mean of its characters.</param>
internal readonly record struct ReadText(string Text, double Probability)
{
    public static ReadText Nothing { get; } = new("", 0);
}
