using System.CommandLine;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Models;
using MLPipeline.Reports;

namespace MLPipeline.Cli;

/// <summary>Scores labelled photos with a finished model.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("MODEL.zip") { Description = "The model." };
        var data = new Option<string>("--data") { Description = "Folder of photos: MVTec AD or VisA layout, or good/ and bad/.", HelpName = "DIR", Required = true };
        var category = new Option<string?>("--category") { Description = "The category of the folder [default: the model's].", HelpName = "NAME" };
        var megapixels = CommonOptions.MaxMegapixels();
        var all = new Option<bool>("--all") { Description = "Score all photos, not the test split alone: for photos that the model has not learned from." };
        var output = new Option<string?>("--out", "-o") { Description = "Write the tables and the report of a run here.", HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "With --out: replace files that are there already." };
        var command = new DocumentedCommand("evaluate", "Score labelled photos with a model: the figures, tables and report of a run.")
        {
            Examples =
            [
                "mlpipeline evaluate runs/a/bottle/model.zip --data photos",
                "mlpipeline evaluate model.zip --data new-photos --all --out runs/new",
            ],
        };
        command.Add(file);
        foreach (var option in new Option[] { data, category, all, megapixels, output, overwrite })
        {
            command.Add(option);
        }

        command.SetWork((parsed, shell, cancel) =>
        {
            using var model = ModelZip.Load(parsed.GetRequiredValue(file));
            var dataset = Dataset.Open(
                parsed.GetRequiredValue(data),
                new DatasetOptions
                {
                    Categories = parsed.GetValue(category) is { } name ? [name] : null,

                    // A plain folder is split as it was for the training, or photos would be tested that the model has learned from.
                    Seed = model.Metadata.Pipeline.Seed,
                    MaxMegapixels = CommonOptions.Limit(parsed.GetValue(megapixels)),
                });
            var folder = parsed.GetValue(output) is { } path ? Path.GetFullPath(path) : null;
            CategoryResult result;
            using (var progress = shell.StartProgress())
            {
                result = Evaluation.Execute(model, Evaluation.Choose(model, dataset), parsed.GetValue(all), folder, progress, parsed.GetValue(overwrite), cancel);
            }

            RunTable.Write(shell.Output, [result]);
            if (folder is not null)
            {
                shell.Writer.WriteLine($"Results: {folder}");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
