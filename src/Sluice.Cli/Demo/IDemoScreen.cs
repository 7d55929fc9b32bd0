namespace Sluice.Cli.Demo;

/// <summary>Where a demo is shown: a live table on a terminal, plain lines elsewhere.</summary>
internal interface IDemoScreen
{
    /// <summary>Shows while <paramref name="work"/> runs.</summary>
    Task ShowAsync(Func<Task> work);

    /// <summary>What goes on now.</summary>
    void Say(string step);

    void Add(DemoCallback callback);

    void Finish(DemoReport report);
}
