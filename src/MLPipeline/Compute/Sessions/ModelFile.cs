using System.Collections.Concurrent;
using Microsoft.ML;
using MLPipeline.Basics;

namespace MLPipeline.Compute;

/// <summary>A model in the temporary folder of its context: the process's own, where the caller has named none.</summary>
internal sealed class ModelFile : IDisposable
{
    private static readonly ConcurrentDictionary<string, byte> Left = [];

    static ModelFile() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var path in Left.Keys)
        {
            TryDelete(path);
        }
    };

    public ModelFile(byte[] model, MLContext context)
    {
        var folder = context.TempFilePath == System.IO.Path.GetTempPath() ? TemporaryFolder.Path : context.TempFilePath;
        Path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N") + ".onnx");
        Left[Path] = 0;
        File.WriteAllBytes(Path, model);
    }

    ~ModelFile() => Dispose();

    public string Path { get; }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Left.TryRemove(Path, out _);
        TryDelete(Path);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Still open on Windows: it goes with the folder.
        }
    }
}
