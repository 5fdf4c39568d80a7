using System.CommandLine;
using MLPipeline.Datasets;
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
        var maps = new Option<string?>("--maps") { Description = "Write a heat map and a mask of each photo here, in subfolders as the photos lie.", HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Let --maps replace files that are there already." };
        var megapixels = CommonOptions.MaxMegapixels();
        var strict = new Option<bool>("--strict") { Description = "Stop at the first photo that cannot be read." };
        var annotate = new Option<string?>("--annotate") { Description = "Clips: write a video with heat map, boxes and score.", HelpName = "FILE" };
        var every = NumberOptions.Whole("--every", "N", new(1, 1_000_000), "Clips: look at every so-manyth frame only.");
        var from = NumberOptions.Real("--from", "SECONDS", new(0, 1e9), "Clips: begin at this second.");
        var to = NumberOptions.Real("--to", "SECONDS", new(0, 1e9, WithoutLow: true), "Clips: end at this second.");
        var command = new DocumentedCommand(
            "predict", "Score photos with a model. Exit code 0: none is anomalous, 1: some are, 2: something went wrong with some.")
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
        foreach (var option in new Option[] { format, maps, overwrite, megapixels, strict, annotate, every, from, to })
        {
            command.Add(option);
        }

        command.SetWork((parsed, shell, cancel) =>
        {
            if (parsed.GetValue(to) is { } end && end <= (parsed.GetValue(from) ?? 0))
            {
                throw new InvalidOperationException("--to must be above --from.");
            }

            if (ClipModelZip.IsOne(parsed.GetRequiredValue(file)))
            {
                if (parsed.GetValue(annotate) is { } film && File.Exists(film) && !parsed.GetValue(overwrite))
                {
                    throw new InvalidOperationException($"There is a file '{film}'. Give --annotate another name, or --overwrite to replace it.");
                }

                return parsed.GetRequiredValue(images) is [var address]
                    ? ClipPrediction.Execute(
                        shell, ClipModelZip.Load(parsed.GetRequiredValue(file)), address,
                        new(parsed.GetValue(every) ?? 1, parsed.GetValue(from) ?? 0, parsed.GetValue(to)), parsed.GetRequiredValue(format), parsed.GetValue(annotate), cancel)
                    : throw new InvalidOperationException("A model of clips scores one video, folder of frames, stream or camera at a time.");
            }

            var photos = PhotoPaths.Of(parsed.GetRequiredValue(images), parsed.GetValue(maps));
            var paths = photos.Paths;
            var files = parsed.GetValue(maps) is { } folder ? new MapFiles(folder, paths) : null;
            if (files is not null && !parsed.GetValue(overwrite))
            {
                RefuseExisting(files, parsed.GetValue(maps)!);
            }

            using var model = ModelZip.Load(parsed.GetRequiredValue(file));
            return Predict(model, photos, new(CommonOptions.Limit(parsed.GetValue(megapixels))), parsed.GetRequiredValue(format), files, parsed.GetValue(overwrite), parsed.GetValue(strict), shell, cancel);
        });
        return command;
    }

    private static int Predict(
        LoadedModel model, PhotoPaths photos, PhotoLedger ledger, string format, MapFiles? files, bool overwrite, bool strict, Shell shell, CancellationToken cancel)
    {
        var paths = photos.Paths;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (anomalous, failed) = (false, !photos.IsComplete);
        PredictionRow? refused = null;
        var output = new PredictionOutput(shell, format, paths, hints: model.Metadata.KnownDefects is { HintKinds.Count: > 0 });
        var rows = new InOrder<PredictionRow>(row =>
        {
            if (refused is not null)
            {
                return;
            }

            if (strict && row.Prediction.Error is not null)
            {
                refused = row;
                stop.Cancel();
                return;
            }

            output.Add(row);
            anomalous |= row.Prediction.IsAnomalous == true;
            failed |= row.Error is not null;
        });
        try
        {
            using var progress = shell.StartProgress();
            foreach (var warning in photos.Warnings)
            {
                progress.Warning(warning);
            }

            if (files is not null && model.Metadata.MapScale is null)
            {
                progress.Warning("The model's detector looks at no positions, so it has no heat maps; --maps is left out.");
                files = null;
            }

            using var stage = progress.Stage(model.Metadata.Category, "predict", paths.Count);
            Predictor.Predict(
                model, paths, files is not null,
                (i, prediction) =>
                {
                    rows.Add(i, WithMap(model, prediction, files, i, overwrite));
                    stage.Advance();
                },
                stop.Token,
                ledger);
            if (model.Metadata.TrainingPhotos?.Summary([.. paths.Select(p => ledger[p])]) is { } unlike)
            {
                progress.Warning(unlike);
            }
        }
        catch (OperationCanceledException) when (refused is not null)
        {
        }
        finally
        {
            output.End();
        }

        return refused is not null ? throw new InvalidDataException($"{refused.Prediction.Path}: {refused.Prediction.Error}.")
            : failed ? ExitCodes.Error
            : anomalous ? ExitCodes.Negative
            : ExitCodes.Success;
    }

    private static PredictionRow WithMap(LoadedModel model, Prediction prediction, MapFiles? files, int photo, bool overwrite)
    {
        if (files is null || prediction.Map is not { } map)
        {
            return new(prediction, null, null);
        }

        // The maps are on disk now; only the scores wait for their turn.
        var scored = prediction with { Map = null };
        try
        {
            var meta = model.Metadata;
            var (overlay, mask) = HeatMap.Draw(
                prediction.Path, map, meta.MapRows, meta.MapColumns, new InputSize(meta.InputWidth, meta.InputHeight), meta.MapScale!);
            files.Write(photo, overlay, mask, overwrite);
            return new(scored, files.HeatMap(photo), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new(scored, null, $"no heat map: {error.Message.TrimEnd('.')}");
        }
    }

    private static void RefuseExisting(MapFiles files, string folder)
    {
        if (files.Existing() is { Count: > 0 } existing)
        {
            throw new IOException(
                $"{existing.Count} of the files that --maps {folder} would write are there already, {existing[0]} for one. " +
                "Name another folder, or let them be replaced by --overwrite.");
        }
    }
}
