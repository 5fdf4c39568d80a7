using System.CommandLine;
using System.Globalization;
using MLPipeline.Featurization;

namespace MLPipeline.Cli;

/// <summary>Shows and clears the feature store.</summary>
internal static class StoreCommand
{
    public static Command Create()
    {
        var store = CommonOptions.Store();
        var clear = new Option<bool>("--clear") { Description = "Delete the stored features; the next run makes them again." };
        var days = NumberOptions.Whole("--unused-for", "DAYS", new(0, 36_500), "With --clear: only those that no run has used for so many days.");
        var command = new DocumentedCommand("store", "Show what the store of features holds and takes, or clear it.")
        {
            Examples = ["mlpipeline store", "mlpipeline store --clear --unused-for 30"],
        };
        command.Add(store);
        command.Add(clear);
        command.Add(days);
        command.SetWork((parsed, shell, _) =>
        {
            var features = new FeatureStore(parsed.GetValue(store));
            var chains = features.Chains();
            if (parsed.GetValue(clear))
            {
                var before = DateTime.UtcNow.AddDays(-(parsed.GetValue(days) ?? 0));
                chains = [.. chains.Where(c => c.LastUsed <= before)];
                features.Delete(chains);
            }

            Tables.Write(
                shell.Output,
                ["chain", "MB", "last used"],
                [.. chains.Select(c => (IReadOnlyList<string>)[c.Key, Megabytes(c.Bytes), c.LastUsed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)])],
                [["all", Megabytes(chains.Sum(c => c.Bytes)), ""]]);
            shell.Writer.WriteLine($"{(parsed.GetValue(clear) ? "Deleted from" : "Folder:")} {features.Folder}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("F1", CultureInfo.InvariantCulture);
}
