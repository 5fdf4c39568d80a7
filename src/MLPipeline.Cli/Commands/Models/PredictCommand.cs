using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MLPipeline.Basics;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Scores;

namespace MLPipeline.Cli;

/// <summary>Scores photos with a model.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("MODEL.zip") { Description = "The model." };
        var images = new Argument<string[]>("IMAGES") { Description = "Files, folders (with all below them) or globs; for a model of clips a video, a folder of frames, camera:0 or rtsp://...", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format", "-f") { Description = "How to print: table, csv or jsonl (a JSON object per line).", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "jsonl");
        var maps = new Option<string?>("--maps") { Description = "Write a heat map and a mask of each photo here.", HelpName = "DIR" };
        var strict = new Option<bool>("--strict") { Description = "Stop at the first photo that cannot be read." };
        var annotate = new Option<string?>("--annotate") { Description = "Clips: write a video with heat map, boxes and score.", HelpName = "FILE" };
        var every = new Option<int>("--every") { Description = "Clips: look at every so-manyth frame only.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var from = new Option<double>("--from") { Description = "Clips: begin at this second.", HelpName = "SECONDS" };
        var to = new Option<double?>("--to") { Description = "Clips: end at this second.", HelpName = "SECONDS" };
        var command = new DocumentedCommand(
            "predict", "Score photos with a model. Exit code 0: none is anomalous, 1: some are, 2: some cannot be read.")
        {
            Examples =
            [
                "mlpipeline predict runs/first/bottle/model.zip photos/",
                "mlpipeline predict model.zip 'new/*.jpg' --format csv > scores.csv",
                "mlpipeline predict model.zip photo.png --maps maps",
                "mlpipeline predict runs/video/square/model.zip film.mp4 -f csv",
            ],
        };
        command.Add(file);
        command.Add(images);
        command.Add(format);
        command.Add(maps);
        command.Add(strict);
        foreach (var option in new Option[] { annotate, every, from, to })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(every) < 1 || result.GetValue(from) < 0 || result.GetValue(to) <= result.GetValue(from))
            {
                result.AddError("--every must be at least 1, --from at least 0, and --to above --from.");
            }
        });
        command.SetWork((parsed, shell, cancel) =>
        {
            if (ClipModelZip.IsOne(parsed.GetRequiredValue(file)))
            {
                return parsed.GetRequiredValue(images) is [var address]
                    ? ClipPrediction.Execute(
                        shell, ClipModelZip.Load(parsed.GetRequiredValue(file)), address,
                        new(parsed.GetValue(every), parsed.GetValue(from), parsed.GetValue(to)), parsed.GetRequiredValue(format), parsed.GetValue(annotate), cancel)
                    : throw new InvalidOperationException("A model of clips scores one video, folder of frames, stream or camera at a time.");
            }

            var paths = PhotoPaths.Expand(parsed.GetRequiredValue(images));
            using var model = ModelZip.Load(parsed.GetRequiredValue(file));
            var mapFolder = parsed.GetValue(maps);
            Prediction[] predictions;
            using (var progress = shell.StartProgress())
            {
                if (mapFolder is not null && model.Metadata.MapScale is null)
                {
                    progress.Warning($"The model's detector looks at no positions, so it has no heat maps; --maps is left out.");
                    mapFolder = null;
                }

                using var stage = progress.Stage(model.Metadata.Category, "predict", paths.Count);
                predictions = Predictor.Predict(model, paths, mapFolder is not null, () => stage.Advance(), cancel);
            }

            if (parsed.GetValue(strict) && predictions.FirstOrDefault(p => p.Error is not null) is { } failed)
            {
                throw new InvalidDataException($"{failed.Path}: {failed.Error}.");
            }

            if (mapFolder is not null)
            {
                WriteMaps(model, predictions, mapFolder);
            }

            Print(shell, predictions, parsed.GetRequiredValue(format));
            return predictions.Any(p => p.IsAnomalous == true) ? ExitCodes.Negative
                : predictions.Any(p => p.Error is not null) ? ExitCodes.Error
                : ExitCodes.Success;
        });
        return command;
    }

    private static void WriteMaps(LoadedModel model, Prediction[] predictions, string folder)
    {
        var (meta, names) = (model.Metadata, new UniqueNames());
        Directory.CreateDirectory(folder);
        var files = predictions.Where(p => p.Map is not null).Select(p => (Prediction: p, Name: names.For(p.Path))).ToArray();
        Parallel.ForEach(files, file =>
        {
            var (overlay, mask) = HeatMap.Draw(
                file.Prediction.Path, file.Prediction.Map!, meta.MapRows, meta.MapColumns, new InputSize(meta.InputWidth, meta.InputHeight), meta.MapScale!);
            File.WriteAllBytes(Path.Combine(folder, file.Name + "_heat.png"), overlay);
            File.WriteAllBytes(Path.Combine(folder, file.Name + "_mask.png"), mask);
        });
    }

    private static void Print(Shell shell, Prediction[] predictions, string format)
    {
        switch (format)
        {
            case "table":
                Tables.Write(
                    shell.Output,
                    ["photo", "score", "verdict"],
                    [.. predictions.Select(p => (IReadOnlyList<string>)
                        [p.Path, p.Score?.ToString("G6", CultureInfo.InvariantCulture) ?? "", Verdict(p)])]);
                break;
            case "csv":
                shell.Writer.WriteLine("path,score,predicted,error");
                foreach (var p in predictions)
                {
                    int? predicted = p.IsAnomalous is { } anomalous ? anomalous ? 1 : 0 : null;
                    shell.Writer.WriteLine(CsvFile.Line([p.Path, p.Score, predicted, p.Error]));
                }

                break;
            default:
                foreach (var p in predictions)
                {
                    shell.Writer.WriteLine(new JsonObject
                    {
                        ["path"] = p.Path,
                        ["score"] = p.Score,
                        ["anomalous"] = p.IsAnomalous,
                        ["error"] = p.Error,
                    }.ToJsonString());
                }

                break;
        }
    }

    private static string Verdict(Prediction p) => p.Error is { } error ? $"error: {error}" : p.IsAnomalous == true ? "anomalous" : "good";

    /// <summary>Names files after photos; photos of the same name in several folders get a number.</summary>
    private sealed class UniqueNames
    {
        private readonly Dictionary<string, int> _used = new(StringComparer.OrdinalIgnoreCase);

        public string For(string path)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            _used[name] = _used.GetValueOrDefault(name) + 1;
            return _used[name] == 1 ? name : $"{name}_{_used[name]}";
        }
    }
}
