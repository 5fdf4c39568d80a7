using System.CommandLine;
using System.Text.Json.Nodes;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;
using MLPipeline.Reports;

namespace MLPipeline.Cli;

/// <summary>The main job: from a folder of photos to tested, exported detectors.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var pipeline = CommonOptions.Pipeline();
        var data = new Option<string?>("--data") { Description = "Folder of photos: MVTec AD or VisA layout, or good/ and bad/; of clips: train/ and test/.", HelpName = "DIR" };
        var sample = new Option<bool>("--sample") { Description = "Make the built-in sample data in OUT/sample-data and run on it." };
        var output = new Option<string?>("--out", "-o") { Description = "Folder for results [default: runs/NAME, after the pipeline file].", HelpName = "DIR" };
        var categories = new Option<string[]>("--category") { Description = "Only this category; may be given several times.", HelpName = "NAME" };
        var store = CommonOptions.Store();
        var strict = new Option<bool>("--strict") { Description = "Stop at the first photo that cannot be read." };
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
        foreach (var option in new Option[] { data, sample, output, categories, store, strict, json })
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
            using (var progress = shell.StartProgress())
            {
                var photos = parsed.GetValue(data) ?? WriteSample(folder, progress, cancel);
                var dataset = Dataset.Open(photos, new DatasetOptions
                {
                    Categories = parsed.GetValue(categories) is { Length: > 0 } names ? names : null,
                    Seed = options.Seed,
                    Strict = parsed.GetValue(strict),
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

            return ExitCodes.Success;
        });
        return command;
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
