using System.Text;
using System.Threading.Channels;

namespace Sluice.Tests.Cli;

/// <summary>Lets a test await the lines that a command writes.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(100);

    public override Encoding Encoding => Encoding.UTF8;

    public override async Task WriteLineAsync(string? value) => await _lines.Writer.WriteAsync(value ?? "");

    public async Task<string> ReadLineAsync() =>
        await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
