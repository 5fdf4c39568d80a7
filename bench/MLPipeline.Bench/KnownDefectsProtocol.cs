using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Scores;

namespace MLPipeline.Bench;

/// <summary>
/// What known defects are worth, as the literature measures it: in the general setting k anomalies of the test split are drawn from
/// all kinds, in the hard setting all from one kind, and the figures are of the other photos (general) or the other kinds (hard).
/// The mean over the draws before and after, its deviation and the worst draw.
/// </summary>
internal static class KnownDefectsProtocol
{
    private const int Draws = 20;
    private static readonly int[] Counts = [1, 3, 5, 10];

    /// <summary>Measures a pipeline on all categories of some dataset folders and prints a Markdown table.</summary>
    public static void Run(string pipelineFile, IReadOnlyList<string> folders)
    {
        var pipeline = PipelineFile.Load(pipelineFile);
        Console.WriteLine("| category | setting | k | before | after | gain | deviation | worst draw | of no weight |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var category in folders.SelectMany(f => Dataset.Open(f).Categories))
        {
            Measure(pipeline, category);
        }
    }

    private static void Measure(PipelineOptions pipeline, Category category)
    {
        var context = OnnxContext.Create(pipeline.Seed);
        var photos = category.Photos;
        var facts = category.Ledger.Read([.. photos.Select(p => p.Path)]);
        using var stage = NullProgress.Instance.Stage(category.Name, "featurize", photos.Count);
        using var featurized = CategoryMembers.Make(
            context, pipeline.Members, pipeline.Seed, PhotoFacts.MedianAspectRatio(category.Train.Select(p => category.Ledger[p.Path])),
            new FeatureStore(), facts, stage, CancellationToken.None);
        int[] train = [.. Enumerable.Range(0, photos.Count).Where(i => photos[i].Split == Split.Train && !photos[i].IsAnomalous)];
        int[] test = [.. Enumerable.Range(0, photos.Count).Where(i => photos[i].Split == Split.Test)];
        var groups = PhotoGroups.Of(GroupRule.Parse(pipeline.Groups), [.. train.Select(i => photos[i])], category.Ledger).Numbers;
        var folds = Folds.Assign(groups, pipeline.Threshold.Folds, pipeline.Seed);
        CrossFit[] all = [.. featurized.Members.Select(m => m.CrossFit(train, folds))];
        var joins = TailGate.Judge([.. all.Select(o => (float[])[.. o.Scores.Select(s => s.Score)])], pipeline.Gate);
        Member[] members = [.. featurized.Members.Where((_, i) => joins[i].Joins)];
        CrossFit[] outOfFold = [.. all.Where((_, i) => joins[i].Joins)];
        using var ensemble = Ensemble.Of(
            context, [.. members.Zip(outOfFold, (m, o) => m.Fit(train, o.Calibration))], [.. outOfFold.Select(o => o.Scores)]);

        var goodScores = ensemble.Combine([.. outOfFold.Select(o => o.Scores)]);
        var whole = Standardizer.Of([.. goodScores.Select(s => s.Score)]);
        var good = GoodDeviations.Of(
            members[0].Embeddings.View(train), folds, [.. outOfFold[0].Scores.Select(s => s.Map!)], outOfFold[0].Calibration?.Factors);
        PhotoScore[][] byMember = [.. members.Select((m, i) => ensemble.Members[i].Score(m.Embeddings, test))];
        var deviations = good.OfOthers(members[0].Embeddings.View(test), [.. byMember[0].Select(s => s.Map!)]);
        double[] scores = [.. ensemble.Combine(byMember).Select(s => whole.Apply(s.Score))];
        Console.Error.WriteLine(FormattableString.Invariant($"{category.Name}: {members.Length} member(s), deviation of the good scores {whole.Scale:0.000}"));
        var teacher = new KnownTeacher(good, [.. goodScores.Select(s => whole.Apply(s.Score))]);

        var anomalies = Enumerable.Range(0, test.Length).Where(i => photos[test[i]].IsAnomalous).ToLookup(i => photos[test[i]].Defect);
        foreach (var hard in anomalies.Count > 1 ? new[] { false, true } : [false])
        {
            foreach (var count in Counts)
            {
                Print(category.Name, hard, count, [.. Enumerable.Range(0, Draws).Select(draw => Draw(draw, hard, count))]);
            }
        }

        (double Before, double After, double Weight) Draw(int draw, bool hard, int count)
        {
            var random = new Random((1000 * count) + draw);
            var kind = anomalies.ElementAt(draw % anomalies.Count);
            int[] pool = hard ? [.. kind] : [.. anomalies.SelectMany(k => k)];
            random.Shuffle(pool);
            int[] known = pool[..Math.Min(count, pool.Length)];
            var taught = teacher.Teach([.. known.Select(i => new KnownDefect(photos[test[i]].Defect, i, deviations[i], scores[i]))]);
            HashSet<int> left = [.. hard ? pool : known];
            int[] measured = [.. Enumerable.Range(0, test.Length).Where(i => !left.Contains(i))];
            bool[] labels = [.. measured.Select(i => photos[test[i]].IsAnomalous)];
            var weight = taught.Lesson.Weight;
            return (
                100 * ImageMetrics.Auroc([.. measured.Select(i => (float)scores[i])], labels)!.Value,
                100 * ImageMetrics.Auroc([.. measured.Select(i => (float)(scores[i] + (weight * taught.Direction.Apply(deviations[i]))))], labels)!.Value,
                weight);
        }
    }

    private static void Print(string category, bool hard, int count, (double Before, double After, double Weight)[] draws)
    {
        var gains = draws.Select(d => d.After - d.Before).ToArray();
        var mean = gains.Average();
        var deviation = Math.Sqrt(gains.Sum(g => (g - mean) * (g - mean)) / (gains.Length - 1));
        Console.WriteLine(FormattableString.Invariant(
            $"| {category} | {(hard ? "hard" : "general")} | {count} | {draws.Average(d => d.Before):0.00} | {draws.Average(d => d.After):0.00} | {mean:+0.00;-0.00} | {deviation:0.00} | {gains.Min():+0.00;-0.00} | {draws.Count(d => d.Weight == 0)} |"));
    }
}
