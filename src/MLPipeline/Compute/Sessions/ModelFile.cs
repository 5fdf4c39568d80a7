using MLPipeline.Basics;

namespace MLPipeline.Compute;

/// <summary>A model in the temporary folder.</summary>
internal sealed class ModelFile
{
    public ModelFile(byte[] model)
    {
        Path = System.IO.Path.Combine(TemporaryFolder.Path, Guid.NewGuid().ToString("N") + ".onnx");
        File.WriteAllBytes(Path, model);
    }

    ~ModelFile() => Delete();

    public string Path { get; }

    public void Delete()
    {
        GC.SuppressFinalize(this);
        try
        {
            File.Delete(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Still open on Windows: it goes with the folder.
        }
    }
}
