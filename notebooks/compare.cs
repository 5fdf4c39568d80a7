#!/usr/bin/env dotnet
#:project ../src/MLPipeline/MLPipeline.csproj
#:property PublishAot=false

// Runs side by side, in a file that is an app: dotnet run compare.cs -- RUN RUN...
// Prints Markdown; the last part shows how to get at the numbers themselves.
using MLPipeline.Datasets;
using MLPipeline.Reports;
using MLPipeline.Scores;

if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: dotnet run compare.cs -- RUN RUN... (folders that 'mlpipeline run' wrote)");
    return 2;
}

try
{
    RunFolder[] runs = [.. args.Select(RunFolder.Read)];
    Console.WriteLine(ComparisonWriter.ToMarkdown(Comparison.Of(runs)));

    Console.WriteLine("## Scrap: share of good products thrown away to find 95 % of the bad ones\n");
    foreach (var run in runs)
    {
        foreach (var category in run.Categories)
        {
            float[] scores = [.. category.Photos.Select(p => p.Score)];
            bool[] labels = [.. category.Photos.Select(p => p.IsAnomalous)];
            Console.WriteLine($"- {run.Name}, {category.Name}: {ImageMetrics.FalsePositiveRateAtRecall(scores, labels, 0.95):P1}");
        }
    }

    return 0;
}
catch (DatasetException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
