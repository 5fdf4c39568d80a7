using System.Globalization;

namespace MLPipeline.Jobs;

/// <summary>Finds out what this program can run on here, and why not on more.</summary>
public static class Examination
{
    /// <summary>Looks at everything. Takes some seconds: each runtime featurizes a few photos.</summary>
    /// <param name="facts">What the build left out.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The checks in the order they were made; the last is the verdict.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<Check> Execute(BuildFacts facts, CancellationToken cancel = default)
    {
        var measured = new List<RuntimeMeasurement>();
        List<Check> checks =
        [
            .. PackageChecks.Versions(Dependencies()),
            .. PackageChecks.Parts(facts),
            .. GpuChecks.Driver(facts),
            .. GpuChecks.Libraries(facts),
            .. RuntimeChecks.Of(facts, measured, cancel),
        ];
        return [.. checks, Verdict(checks, measured)];
    }

    /// <summary>The verdict: the worst status, and the fastest device.</summary>
    internal static Check Verdict(IReadOnlyList<Check> checks, IReadOnlyList<RuntimeMeasurement> measured)
    {
        var errors = checks.Count(c => c.Status == CheckStatus.Error);
        var status = errors > 0 || measured.Count == 0 ? CheckStatus.Error
            : checks.Any(c => c.Status == CheckStatus.Warning) ? CheckStatus.Warning
            : CheckStatus.Ok;
        if (measured.MinBy(m => m.SecondsPerPhoto) is not { } fastest)
        {
            return new("verdict", "this machine", status, "nothing here can featurize a photo", checks.FirstOrDefault(c => c.Status == CheckStatus.Error)?.NextStep);
        }

        var found = string.Create(CultureInfo.InvariantCulture, $"ready; fastest is {fastest.Label} with {1 / fastest.SecondsPerPhoto:0} photos per second");
        return errors > 0
            ? new("verdict", "this machine", status, $"{found}; {errors} things that were asked for do not work", "Take the errors from the top: later ones often follow from the first.")
            : new("verdict", "this machine", status, found);
    }

    private static string Dependencies()
    {
        var path = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';').FirstOrDefault(File.Exists);
        return path is null ? "there is none" : File.ReadAllText(path);
    }
}
