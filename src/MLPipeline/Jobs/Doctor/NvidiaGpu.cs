using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace MLPipeline.Jobs;

/// <summary>A GPU as <c>nvidia-smi</c> lists it.</summary>
/// <param name="Index">Its number, as <c>featurizer.gpu_device</c> names it.</param>
/// <param name="Name">The card.</param>
/// <param name="ComputeCapability">Such as 8.0; the generation that code is compiled for.</param>
/// <param name="Driver">Version of the driver.</param>
/// <param name="Memory">Such as <c>81920 MiB</c>.</param>
internal sealed record NvidiaGpu(int Index, string Name, Version ComputeCapability, string Driver, string Memory)
{
    private const string Query = "--query-gpu=index,name,compute_cap,driver_version,memory.total --format=csv,noheader";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks <c>nvidia-smi</c>.</summary>
    /// <param name="problem">Why there is no answer; null if there is one.</param>
    public static IReadOnlyList<NvidiaGpu> List(out string? problem)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("nvidia-smi", Query) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                problem = "nvidia-smi does not answer";
                return [];
            }

            var text = output.GetAwaiter().GetResult();
            problem = process.ExitCode == 0 ? null : $"nvidia-smi ends with {process.ExitCode}: {text.Trim()}";
            return process.ExitCode == 0 ? Parse(text) : [];
        }
        catch (Win32Exception)
        {
            problem = "there is no nvidia-smi";
            return [];
        }
    }

    /// <summary>Reads what the query prints, a line per GPU; lines of another form are left out.</summary>
    internal static IReadOnlyList<NvidiaGpu> Parse(string text) =>
        [.. text.Split('\n').Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Where(c => c.Length == 5 && int.TryParse(c[0], CultureInfo.InvariantCulture, out _) && Version.TryParse(c[2], out _))
            .Select(c => new NvidiaGpu(int.Parse(c[0], CultureInfo.InvariantCulture), c[1], Version.Parse(c[2]), c[3], c[4]))];
}
