using System.Diagnostics;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Reports;

/// <summary>notebooks/compare.cs is a file that is an app: the SDK builds and starts it.</summary>
public sealed class CompareAppTests
{
    [Fact]
    public async Task It_builds_and_prints_the_comparison()
    {
        using var folder = new TempFolder();
        var first = MadeResults.WriteRun(folder, "first", MadeResults.Category(folder, "plate", shift: 0.5));
        var second = MadeResults.WriteRun(folder, "second", MadeResults.Category(folder, "plate", shift: 2));
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "run", "--no-cache", Path.Combine(Repository.Root, "notebooks", "compare.cs"), "--", first, second },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Contains("# first / second", output);
        Assert.Matches(@"- second, plate: \d+\.\d %", output);
    }
}
