using System.CommandLine;
using System.Text.Json.Nodes;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;
using MLPipeline.Reports;

namespace MLPipeline.Cli;

/// <summary>The main job: from a folder of photos to tested, exported detectors.</summary>
internal static class RunCommand
{
    /// <summary>A store of so many bytes is worth a word.</summary>
    private const long MuchStored = 5_000_000_000;

    public static Command Create()
    {
        var pipeline = CommonOptions.Pipeline();
        var data = new Option<string?>("--data") { Description = "Folder of photos: MVTec AD or VisA layout, or good/ and bad/; of clips: train/ and test/.", HelpName = "DIR" };
        var sample = new Option<bool>("--sample") { Description = "Make the built-in sample data in OUT/sample-data and run on it." };
        var output = new Option<string?>("--out", "-o") { Description = "Folder for results [default: runs/NAME, after the pipeline file].", HelpName = "DIR" };
        var categories = new Option<string[]>("--category") { Description = "Only this category; may be given several times.", HelpName = "NAME" };
        var store = CommonOptions.Store();
        var strict = new Option<bool>("--strict") { Description = "Stop at the first photo that cannot be read." };
        var megapixels = CommonOptions.MaxMegapixels();
        var json = new Option<bool>("--json") { Description = "Print the rows of categories.csv as JSON." };
        var command = new DocumentedCommand("run", "Train, test and export a detector for each product category.")
        {
            Examples =
            [
                "mlpipeline run default --sample",
                "mlpipeline run default --data photos --out runs/first",
                "mlpipeline run fast --data photos --category bottle",
                "mlpipeline run video --data clips",
            ],
        };
        command.Add(pipeline);
        foreach (var option in new Option[] { data, sample, output, categories, store, megapixels, strict, json })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(data) is null != result.GetValue(sample))
            {
                result.AddError("Name the photos by --data DIR, or ask for the built-in ones by --sample.");
            }
        });
        command.SetWork((parsed, shell, cancel) =>
        {
            var file = parsed.GetRequiredValue(pipeline);
            var options = PipelineFile.Load(file);
            var folder = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine("runs", Path.GetFileNameWithoutExtension(file)));
            if (options.Video is not null)
            {
                return ClipRun.Execute(shell, options, parsed.GetValue(data), parsed.GetValue(categories), folder, parsed.GetValue(json), cancel);
            }

            IReadOnlyList<CategoryResult> results;
            string[] leftOut;
            using (var progress = shell.StartProgress())
            {
                var photos = parsed.GetValue(data) ?? WriteSample(folder, progress, cancel);
                var dataset = Dataset.Open(photos, new DatasetOptions
                {
                    Categories = parsed.GetValue(categories) is { Length: > 0 } names ? names : null,
                    Seed = options.Seed,
                    MaxMegapixels = CommonOptions.Limit(parsed.GetValue(megapixels)),
                });
                results = Job.Execute(
                    new RunOptions
                    {
                        Pipeline = options,
                        Dataset = dataset,
                        OutFolder = folder,
                        StoreFolder = parsed.GetValue(store),
                        Strict = parsed.GetValue(strict),
                    },
                    progress,
                    cancel);
                leftOut = WithoutResult(dataset, results);
                TellOfStore(parsed.GetValue(store), progress);
            }

            if (parsed.GetValue(json))
            {
                shell.Writer.WriteLine(ToJson(results));
            }
            else
            {
                RunTable.Write(shell.Output, results);
                shell.Writer.WriteLine($"Results: {folder}");
            }

            return ExitCodeFor(leftOut, shell);
        });
        return command;
    }

    /// <summary>A category without a result is an error, though the others are done.</summary>
    internal static int ExitCodeFor(string[] categories, Shell shell)
    {
        if (categories.Length == 0)
        {
            return ExitCodes.Success;
        }

        var names = string.Join(", ", categories.Take(5)) + (categories.Length > 5 ? ", ..." : "");
        shell.Error.Profile.Out.Writer.WriteLine(Printable.Line($"error: {categories.Length} {(categories.Length == 1 ? "category has" : "categories have")} no result: {names}. The warnings above say why."));
        return ExitCodes.Error;
    }

    internal static string[] WithoutResult(Dataset dataset, IReadOnlyList<CategoryResult> results) =>
        [.. dataset.LeftOut, .. dataset.Categories.Select(c => c.Name).Except(results.Select(r => r.Category))];

    private static void TellOfStore(string? folder, ConsoleReporter progress)
    {
        var store = new FeatureStore(folder);
        if (store.Chains().Sum(c => c.Bytes) is var bytes and > MuchStored)
        {
            progress.Message(FormattableString.Invariant(
                $"The feature store in {store.Folder} has {bytes / 1e9:0.0} GB; 'mlpipeline store --clear --unused-for 30' deletes what no run has used for 30 days."));
        }
    }

    private static string WriteSample(string folder, ConsoleReporter progress, CancellationToken cancel)
    {
        var photos = Path.Combine(folder, "sample-data");
        progress.Message($"Making the sample data in {photos}");
        SampleDataset.Write(photos, cancellation: cancel);
        return photos;
    }

    private static string ToJson(IReadOnlyList<CategoryResult> results) =>
        new JsonArray([.. results.Select(result =>
        {
            var row = new JsonObject();
            foreach (var (name, value) in RunWriter.CategoryColumns.Zip(RunWriter.CategoryValues(result)))
            {
                row[name] = value switch
                {
                    null => null,
                    string text => text,
                    float number => number,
                    double number => number,
                    _ => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
                };
            }

            return (JsonNode)row;
        })]).ToJsonString(new(PipelineJson.Options));
}
