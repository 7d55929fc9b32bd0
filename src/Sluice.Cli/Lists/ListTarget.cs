using System.CommandLine;
using Sluice.Cli.Commands;
using Sluice.Cli.Serving;
using Sluice.Server.Storage;

namespace Sluice.Cli.Lists;

/// <summary>Whose list a command is about, and in which data folder: the options that all of them have.</summary>
internal sealed class ListTarget(TimeProvider time)
{
    private readonly Option<string> _tenant = new("--tenant") { Description = "The tenant", HelpName = "T", Required = true };
    private readonly Option<string> _data = CommonOptions.Data();

    /// <summary>The list's name as an argument.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "The list" };

    public void AddTo(Command command)
    {
        command.Add(_tenant);
        command.Add(_data);
    }

    public string TenantOf(ParseResult result) => result.GetValue(_tenant)!;

    public Task<T> UseAsync<T>(ParseResult result, Func<IStore, Task<T>> use, CancellationToken cancellationToken) =>
        FolderStore.UseAsync(CommonOptions.DataFolderOf(result, _data), time, use, cancellationToken);

    /// <summary>What a command says where there is none of that name.</summary>
    public CommandFailedException NoList(ParseResult result, string name) =>
        new($"{TenantOf(result)} has no list '{name}' in {CommonOptions.DataFolderOf(result, _data)}");

    public CommandFailedException NoTenant(ParseResult result) => new($"no such tenant in {CommonOptions.DataFolderOf(result, _data)}");
}
