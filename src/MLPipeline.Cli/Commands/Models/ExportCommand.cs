using System.CommandLine;
using MLPipeline.Basics;
using MLPipeline.Models;
using MLPipeline.Reports;

namespace MLPipeline.Cli;

/// <summary>Writes a model in another form.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run." };
        var category = new Option<string>("--category") { Description = "The category.", HelpName = "NAME", Required = true };
        var input = new Option<string>("--input") { Description = "What the model takes: path (as the run wrote it) or image (an MLImage in memory).", DefaultValueFactory = _ => "image" };
        input.AcceptOnlyFromAmong("path", "image");
        var output = new Option<string?>("--out", "-o") { Description = "File to write [default: RUN/NAME/model-image.zip].", HelpName = "FILE" };
        var command = new DocumentedCommand("export", "Write a run's model for a service that has its photos in memory.")
        {
            Examples = ["mlpipeline export runs/first --category bottle --input image", "mlpipeline export runs/first --category bottle --out bottle.zip"],
        };
        command.Add(run);
        command.Add(category);
        command.Add(input);
        command.Add(output);
        command.SetWork((parsed, shell, _) =>
        {
            var folder = parsed.GetRequiredValue(run);
            var name = parsed.GetRequiredValue(category);
            var source = Path.Combine(folder, name, RunFiles.Model);
            if (!File.Exists(source))
            {
                var known = Directory.Exists(folder)
                    ? Directory.GetDirectories(folder).Where(d => File.Exists(Path.Combine(d, RunFiles.Model))).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray()
                    : [];
                throw new FileNotFoundException(known.Length == 0
                    ? $"{folder} is not the folder of a run: no category in it has a {RunFiles.Model}."
                    : $"The run has no category '{name}'; it has {string.Join(", ", known)}.");
            }

            var asImage = parsed.GetValue(input) == "image";
            var target = parsed.GetValue(output) ?? Path.Combine(folder, name, asImage ? "model-image.zip" : RunFiles.Model);
            if (File.Exists(target) && !ModelZip.IsModel(target))
            {
                throw new IOException($"{target} is there already and is no model; it is not replaced. Name another file by --out.");
            }

            using var model = ModelZip.Load(source);
            if (asImage)
            {
                ModelZip.Save(model.Context, target, ModelChain.FromImage(model), model.Metadata);
            }
            else if (model.Metadata.Format < ModelMetadata.CurrentFormat)
            {
                ModelZip.Save(model.Context, target, new([.. model.Parts]), model.Metadata);
            }
            else if (Path.GetFullPath(target) != Path.GetFullPath(source))
            {
                AtomicFile.Write(target, temporary => File.Copy(source, temporary));
            }

            shell.Writer.WriteLine(target);
            return ExitCodes.Success;
        });
        return command;
    }
}
