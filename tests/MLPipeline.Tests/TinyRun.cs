using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests;

/// <summary>A whole run on <see cref="TinyDataset"/>, in a folder that goes with it.</summary>
internal sealed class TinyRun : IDisposable
{
    public TinyRun(params MemberOptions[] members)
    {
        Folder = new TempFolder("photos");
        TinyDataset.Write(Folder);
        Out = Folder["../out"];
        Results = Execute(TinyDataset.Pipeline(members));
    }

    public TempFolder Folder { get; }

    public string Out { get; }

    public IReadOnlyList<CategoryResult> Results { get; }

    public CategoryResult Result => Results.Single();

    public string Model => Path.Combine(Out, TinyDataset.Category, RunFiles.Model);

    public string Scores => Path.Combine(Out, TinyDataset.Category, RunFiles.Scores);

    /// <summary>Runs another pipeline on the same photos with the same feature store.</summary>
    public IReadOnlyList<CategoryResult> Execute(PipelineOptions pipeline, string? outFolder = null) => Run.Execute(
        new RunOptions
        {
            Pipeline = pipeline,
            Dataset = Dataset.Open(Folder.Root),
            OutFolder = outFolder ?? Out,
            StoreFolder = Folder["../store"],
        },
        NullProgress.Instance);

    public void Dispose() => Folder.Dispose();
}
