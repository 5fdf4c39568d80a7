using System.Diagnostics;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Tests;
using MLPipeline.Tests.Datasets;
using SkiaSharp;

namespace MLPipeline.Reliability;

/// <summary>
/// Damaged files of every kind that is read: each is answered by a result or by an error that is meant for people, within ten
/// seconds, and never by other figures.
/// </summary>
public sealed class DamagedFilesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TempFolder _folder = new("photos");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Photos()
    {
        using var bitmap = Picture();
        byte[][] wholes =
        [
            .. new[] { SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp }.Select(f => bitmap.Encode(f, 80).ToArray()),
        ];
        var (read, refused) = (0, 0);
        Each(Effort.Of(60, 5000), "photos", i =>
        {
            var path = _folder.Write($"{i % 50}.img", new Mutator(i).Bytes(wholes[i % wholes.Length]));
            var facts = PhotoFacts.Read(path);
            Assert.True(facts.Problem is not null || facts is { Width: > 0, Height: > 0 });
            _ = facts.Problem is null ? read++ : refused++;
        });
        Effort.Report($"photos: {read} readable, {refused} refused with a reason");
    }

    [Fact]
    public void Photos_are_scored_or_refused()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        var whole = File.ReadAllBytes(run.Folder["disc/test/bar/000.png"]);
        string[] paths = [.. Enumerable.Range(0, Effort.Of(24, 1000)).Select(i => run.Folder.Write($"../damaged/{i}.png", new Mutator(i).Bytes(whole)))];
        var predictions = Predictor.Predict(model, paths);
        Assert.All(predictions, p => Assert.True(p.Error is not null ? p.Score is null : float.IsFinite(p.Score!.Value)));
        Effort.Report($"photos through a model: {predictions.Count(p => p.Error is null)} scored, {predictions.Count(p => p.Error is not null)} refused");
    }

    [Fact]
    public void Masks_of_defects()
    {
        using var bitmap = Picture();
        var whole = bitmap.Encode(SKEncodedImageFormat.Png, 80).ToArray();
        Each(Effort.Of(40, 1000), "masks", i =>
        {
            var path = _folder.Write($"{i % 50}.png", new Mutator(i).Bytes(whole));
            Expect<MLPipelineException>(() => Assert.Equal(96 * 64, Masks.Load(path, 96, 64).Length));
        });
    }

    [Fact]
    public void Pipeline_files()
    {
        var whole = PipelineFile.ToYaml(TinyDataset.Pipeline() with { Search = new() });
        Each(Effort.Of(150, 2000), "pipeline files", i =>
        {
            var path = _folder.Write($"{i % 50}.yaml", new Mutator(i).Text(whole));
            Expect<PipelineFileException>(() => Assert.NotEmpty(PipelineFile.Load(path).Members));
        });
    }

    [Fact]
    public void Tables_of_a_dataset()
    {
        TinyDataset.Write(_folder, train: 3, good: 2, bad: 2);
        const string labels = "path,label\ntest/bar/000.png,bar\ntest/bar/001.png,bar\ntest/good/000.png,good\n";
        Each(Effort.Of(60, 1000), "label lists", i =>
        {
            _folder.Write("disc/labels.csv", new Mutator(i).Text(labels));
            Expect<MLPipelineException>(() => Assert.NotEmpty(Dataset.Open(_folder.Root).Categories));
        });
    }

    [Fact]
    public void Tables_of_a_run()
    {
        using var run = new TinyRun();
        var files = new[] { Path.Combine(run.Out, RunFiles.Categories), run.Scores }.Select(f => (Path: f, Text: File.ReadAllText(f))).ToArray();
        Each(Effort.Of(60, 1000), "run tables", i =>
        {
            var (path, text) = files[i % files.Length];
            File.WriteAllBytes(path, new Mutator(i).Text(text));
            Expect<MLPipelineException>(() => RunFolder.Read(run.Out));
            File.WriteAllText(path, text);
        });
    }

    [Fact]
    public void Models()
    {
        using var run = new TinyRun();
        var photo = run.Folder["disc/test/bar/000.png"];
        var whole = File.ReadAllBytes(run.Model);
        float expected;
        using (var model = ModelZip.Load(run.Model))
        {
            expected = Predictor.Predict(model, [photo])[0].Score!.Value;
        }

        var same = 0;
        Each(Effort.Of(25, 2000), "model zips", i =>
        {
            File.WriteAllBytes(run.Model, new Mutator(i).Bytes(whole));
            Expect<Exception>(
                () =>
                {
                    using var model = ModelZip.Load(run.Model);
                    Assert.Equal(expected, Predictor.Predict(model, [photo])[0].Score);
                    same++;
                },
                error => error is MLPipelineException or IOException or InvalidDataException);
        });
        Effort.Report($"model zips: {same} still gave the same score, the others were refused");
    }

    [Fact]
    public void Feature_files()
    {
        const string chain = "net-96x96-onnx-0123456789ab";
        var store = new FeatureStore(_folder["../store"]);
        var hashes = Enumerable.Range(0, 12).Select(i => $"{i:x64}").ToArray();
        store.Use().Dispose();
        using (var layer = store.Open(chain, "layer", 16))
        {
            foreach (var (hash, i) in hashes.Select((h, i) => (h, i)))
            {
                layer.Add(hash, Record(i));
            }

            layer.Commit();
        }

        var file = Directory.GetFiles(_folder[$"../store/{chain}/layer"]).Single();
        var whole = File.ReadAllBytes(file);
        var (kept, lost) = (0, 0);
        Each(Effort.Of(200, 2000), "feature files", i =>
        {
            File.WriteAllBytes(file, new Mutator(i).Bytes(whole));
            using var layer = store.Open(chain, "layer", 16);
            for (var p = 0; p < hashes.Length; p++)
            {
                var values = new float[16];
                var found = layer.TryRead(hashes[p], values);
                Assert.True(!found || values.SequenceEqual(Record(p)), $"seed {i} gave other features");
                _ = found ? kept++ : lost++;
            }
        });
        Effort.Report($"feature files: {kept} records read as written, {lost} found damaged and made anew");

        static float[] Record(int photo) => [.. Enumerable.Range(0, 16).Select(i => (photo * 16f) + i)];
    }

    private static SKBitmap Picture()
    {
        var bitmap = new SKBitmap(96, 64);
        for (var i = 0; i < 96 * 64; i++)
        {
            bitmap.SetPixel(i % 96, i / 96, new((byte)i, (byte)(i / 7), (byte)(i / 31)));
        }

        return bitmap;
    }

    private static void Each(int count, string what, Action<int> work)
    {
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < count; i++)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                work(i);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{what}, seed {i}: {error}", error);
            }

            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            Assert.True(watch.Elapsed < Patience, $"{what}, seed {i} took {watch.Elapsed.TotalSeconds:F1} s");
        }

        Effort.Report($"{what}: {count} damaged, slowest {slowest.TotalMilliseconds:F0} ms");
    }

    private static void Expect<T>(Action work, Func<T, bool>? isExpected = null)
        where T : Exception
    {
        try
        {
            work();
        }
        catch (T error) when (isExpected?.Invoke(error) ?? true)
        {
            Assert.NotEqual("", error.Message);
        }
    }
}
