using System.CommandLine;
using MLPipeline.Cli;

namespace MLPipeline.Tests.Cli;

/// <summary>Runs the command inside the test's process.</summary>
internal static class CliRunner
{
    /// <summary>Runs a command line.</summary>
    /// <returns>Exit code, standard output and standard error, with lines ended by \n.</returns>
    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RunAsync(App.CreateRoot(), args);

    /// <summary>Runs a command line with a root of the test's own.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(Command root, string[] args, CancellationTokenSource? cancel = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await App.RunAsync(root, args, output, error, cancel?.Token ?? TestContext.Current.CancellationToken);
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
