using System.Diagnostics;
using System.Text;

namespace Sluice.SystemTests.Processes;

/// <summary>
/// A child process that ends with its test. What it writes to standard error is kept, and is part of the output of the test
/// that started it, which is shown when the test fails.
/// </summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    public RunningProgram(string name, string program, IEnumerable<string> arguments)
    {
        _name = name;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.Start();
        _process.StandardInput.Close();
        Id = _process.Id;
        _reading = ReadErrorsAsync();
    }

    public int Id { get; }

    public bool IsRunning => !_process.HasExited;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>What it has written to standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>SIGKILL; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Its exit code, when all it wrote has been read.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan within)
    {
        await Task.WhenAll(_process.WaitForExitAsync(CancellationToken.None), _reading).WaitAsync(within);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_errors)
                _errors.AppendLine(line);
            _output?.WriteLine($"{_name}: {line}");
        }
    }
}
