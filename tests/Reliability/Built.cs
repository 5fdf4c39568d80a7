using System.Diagnostics;

namespace MLPipeline.Reliability;

/// <summary>The built command as a process of its own.</summary>
internal static class Built
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "MLPipeline.Cli.dll");

    public static Process Start(params string[] arguments) => Start(_ => { }, arguments);

    public static Process Start(Action<ProcessStartInfo> set, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments.Prepend(Program))
        {
            start.ArgumentList.Add(argument);
        }

        set(start);
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end.</summary>
    public static (int Code, string Output, string Error, long PeakBytes) End(this Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(100))
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
        }

        return (process.ExitCode, output.Result, error.Result, peak);
    }

    public static (int Code, string Output, string Error, long PeakBytes) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return process.End();
    }
}
