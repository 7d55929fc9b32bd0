using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sluice.Cli.Serving;

namespace Sluice.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json(string description) => new("--json") { Description = description };

    public static Option<string> Data() => new("--data")
    {
        Description = "The data folder (default: $XDG_DATA_HOME/sluice or ~/.local/share/sluice)",
        HelpName = "DIR",
        // The default depends on the machine: it is named in the description instead of being shown.
        CustomParser = argument => Path.GetFullPath(argument.Tokens[0].Value),
    };

    public static Option<Uri> Server() => Url("--server", "SLUICE_SERVER", "The server's base URL");

    public static Option<string> Key()
    {
        var option = new Option<string>("--key") { Description = "The accessKey (or SLUICE_KEY)", HelpName = "KEY" };
        option.DefaultValueFactory = argument =>
        {
            if (Environment.GetEnvironmentVariable("SLUICE_KEY") is { Length: > 0 } key)
                return key;
            argument.AddError("Option '--key' is required (or set SLUICE_KEY).");
            return "";
        };
        return option;
    }

    /// <summary>For an option whose value is a number: the parser's own message about another value would name a type of .NET.</summary>
    public static double? ReadNumber(ArgumentResult argument)
    {
        if (double.TryParse(argument.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        argument.AddError($"{NameOf(argument)}: must be a number");
        return null;
    }

    /// <summary>The same for a whole number.</summary>
    public static int? ReadWholeNumber(ArgumentResult argument)
    {
        if (int.TryParse(argument.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        argument.AddError($"{NameOf(argument)}: must be a whole number");
        return null;
    }

    /// <summary>The folder that was asked for, as a full path, or the default one.</summary>
    public static string DataFolderOf(ParseResult result, Option<string> data) => result.GetValue(data) ?? DataFolder.Default;

    private static string NameOf(ArgumentResult argument) => ((OptionResult)argument.Parent!).Option.Name;

    private static Option<Uri> Url(string name, string variable, string description)
    {
        var option = new Option<Uri>(name) { Description = $"{description} (or {variable})", HelpName = "URL" };
        option.CustomParser = argument => Parse(argument.Tokens[0].Value, argument.AddError);
        option.DefaultValueFactory = argument =>
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
                return Parse(value, argument.AddError);
            argument.AddError($"Option '{name}' is required (or set {variable}).");
            return null!;
        };
        return option;

        Uri Parse(string value, Action<string> addError)
        {
            if (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            addError($"{name}: must be an http or https URL, e.g. http://127.0.0.1:8080");
            return null!;
        }
    }
}
