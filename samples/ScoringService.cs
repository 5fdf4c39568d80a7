using System.Threading.Channels;
using MLPipeline.Models;

namespace Samples;

/// <summary>A service class: pictures arrive as bytes, several workers score them with one model in memory.</summary>
public sealed class ScoringService(string modelZip, int workers) : IDisposable
{
    private readonly Scorer _scorer = Scorer.Load(modelZip);

    /// <summary>Scores pictures as they come; the verdicts come in the order in which they are ready.</summary>
    public IAsyncEnumerable<(string Name, Verdict Verdict)> ScoreAsync(ChannelReader<(string Name, byte[] Picture)> pictures)
    {
        var verdicts = Channel.CreateBounded<(string, Verdict)>(workers);
        async Task Work()
        {
            await foreach (var (name, picture) in pictures.ReadAllAsync())
            {
                // A Scorer may be asked from any number of threads; a prediction engine may not.
                await verdicts.Writer.WriteAsync((name, _scorer.Score(picture)));
            }
        }

        _ = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(Work)))
            .ContinueWith(all => verdicts.Writer.Complete(all.Exception), TaskScheduler.Default);
        return verdicts.Reader.ReadAllAsync();
    }

    public void Dispose() => _scorer.Dispose();

    public static async Task<int> RunAsync(string modelZip, string folder)
    {
        using var service = new ScoringService(modelZip, Environment.ProcessorCount);
        var pictures = Channel.CreateBounded<(string, byte[])>(16);
        var camera = Task.Run(async () =>
        {
            foreach (var path in Directory.EnumerateFiles(folder))
            {
                await pictures.Writer.WriteAsync((Path.GetFileName(path), await File.ReadAllBytesAsync(path)));
            }

            pictures.Writer.Complete();
        });
        await foreach (var (name, verdict) in service.ScoreAsync(pictures.Reader))
        {
            Console.WriteLine($"{name} {verdict.Score:G4} {(verdict.IsAnomalous ? "anomalous" : "good")}");
        }

        await camera;
        return 0;
    }
}
