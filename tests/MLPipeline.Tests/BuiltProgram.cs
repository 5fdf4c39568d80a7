using System.Diagnostics;

namespace MLPipeline.Tests;

/// <summary>Runs a program of this repository as a process of its own, with an environment of the test's.</summary>
internal static class BuiltProgram
{
    /// <summary>The command.</summary>
    public static string Command => PathOf("src", "MLPipeline.Cli");

    /// <summary>The program that knows stock ML.NET only.</summary>
    public static string StockConsumer => PathOf("tests", "StockConsumer");

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="environment">Variables to set; null takes one away.</param>
    /// <param name="arguments">Its arguments.</param>
    public static (int Code, string Output, string Error) Run(string program, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static string PathOf(string folder, string name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Repository.Root, folder, name, "bin", configuration, "net10.0", name + ".dll");
    }
}
